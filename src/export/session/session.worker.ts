/** Reads one file apart from the page: text, JSON, checks and base64 of a large session take seconds. Ended by the page when it has answered. */
import '../../fields/without-eval';
import { buffersOf, type Reading, readings } from './reading';

/** What the page asks for. */
export interface ReadRequest {
  readonly file: File;
  readonly openedKinds: string;
}

globalThis.addEventListener('message', async ({ data }: MessageEvent<ReadRequest>) => {
  const { file, openedKinds } = data;
  try {
    for (const reading of readings(await file.text(), file.name, openedKinds)) globalThis.postMessage(reading, buffersOf(reading) as never);
  } catch (error) {
    // The file is gone, or too long for a text.
    globalThis.postMessage({ type: 'refused', where: file.name, what: `cannot be read: ${(error as Error).message}` } satisfies Reading);
  }
});
