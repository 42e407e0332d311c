/** The memory estimate in words. */
import { countText } from '../../../state/number-text';
import type { MemoryEstimate } from '../../../tasks/definition';
import { bytesText } from '../data/texts';

/** From this many bytes on most graphics cards are short of memory. */
const much = 6e9;

/** Two digits: it is no more exact than that. */
function roughly(bytes: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, bytes))) - 1);
  return bytesText(Math.round(bytes / unit) * unit);
}

export interface MemoryText {
  readonly text: string;
  /** Whether it asks for attention. */
  readonly warns: boolean;
}

/** @param runs number of runs */
export function memoryText(estimate: MemoryEstimate, runs: number): MemoryText {
  const { setBytes, dataBytes, streamed, runBytes, microBatch, fits, tooLarge } = estimate;
  const sentences: string[] = [];
  const forRuns = `about ${roughly(runBytes)} for ${runs === 1 ? 'one run' : `${runs} runs`}`;
  if (!streamed) sentences.push(`Memory on the device: ${bytesText(dataBytes)} of data + ${forRuns}.`);
  else {
    const why = fits === null || setBytes === null ? '' : `: all would take ${bytesText(setBytes)}, more than this device holds at once`;
    sentences.push(`Images are brought batch by batch${why}. Memory on the device: ${bytesText(dataBytes)} for batches + ${forRuns}.`);
  }
  if (microBatch !== null) sentences.push(`Each batch is computed in pieces of ${countText(microBatch)}.`);
  if (tooLarge !== null) {
    sentences.push(
      `The largest layer takes ${bytesText(tooLarge)} at once, more than this device allows: choose smaller pieces or a narrower model.`,
    );
  }
  const total = dataBytes + runBytes;
  if (total > much) sentences.push('Few graphics cards have that much: fewer runs, a smaller batch or a narrower model need less.');
  return { text: sentences.join(' '), warns: tooLarge !== null || total > much };
}
