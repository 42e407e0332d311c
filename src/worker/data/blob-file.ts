/** The browser's files as readers see them. */
import type { DataFile } from '../../datasets/source';
import { InputError } from '../../fields/input-error';

function unreadable(path: string): InputError {
  return new InputError(path, 'cannot be read; it may be a folder, or it was moved or changed since it was chosen. Open it again.');
}

/** A file that was opened, dropped, or is kept by the page. */
export function fileOfBlob(path: string, blob: Blob): DataFile {
  return {
    path,
    size: blob.size,
    async bytes(start = 0, end = blob.size) {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch {
        throw unreadable(path);
      }
    },
    stream() {
      const reader = blob.stream().getReader();
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          try {
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(value);
          } catch {
            controller.error(unreadable(path));
          }
        },
        cancel: (reason) => reader.cancel(reason),
      });
    },
  };
}
