/** Initial weights: drawn on the host from the run's seed, so that they are the same for every optimizer and backend. */
import { randomStream } from '../random/random';

/**
 * Every weight uniform on ±1/√(fan-in), the initialisation of the paper's tasks.
 * @param pieces number of weights and fan-in of each piece of the flat vector, in order
 */
export function uniformByFanIn(pieces: readonly { readonly size: number; readonly fanIn: number }[], seed: number): Float32Array {
  const random = randomStream(seed, 'weights');
  const weights = new Float32Array(pieces.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const { size, fanIn } of pieces) {
    const bound = 1 / Math.sqrt(fanIn);
    for (const end = at + size; at < end; at++) weights[at] = (2 * random.uniform() - 1) * bound;
  }
  return weights;
}
