/** Tells a LIBSVM file from everything else by its first bytes: dropped files go to different readers. */
import { isGzip } from './gzip';

/** The first sample of any LIBSVM file, comments and empty lines before it aside, begins well within this. */
const headBytes = 4096;

/** The first bytes of a file, unpacked if it is gzip; what could be unpacked of a damaged one. */
async function headOf(file: Blob): Promise<Uint8Array> {
  const packed = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  if (!isGzip(packed)) return packed;
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const pieces: number[] = [];
  try {
    while (pieces.length < headBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(...value.subarray(0, headBytes));
    }
  } catch {
    // The archive goes on behind the head, or is damaged: its reader will say so.
  } finally {
    await reader.cancel().catch(() => {});
  }
  return Uint8Array.from(pieces);
}

/** A number, then `index:value` or the end of the line. */
const sample = /^[ \t]*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:[ \t]+\d+:\S*.*|[ \t]*(?:#.*)?)$/i;

/** Whether a file reads like LIBSVM text, plain or gzip, or is empty. A file that cannot be read does not. */
export async function looksLikeLibsvm(file: Blob): Promise<boolean> {
  if (file.size === 0) return true;
  let head: string;
  try {
    head = new TextDecoder().decode(await headOf(file));
  } catch {
    return false;
  }
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const [first] = lines;
  return first !== undefined && sample.test(first);
}
