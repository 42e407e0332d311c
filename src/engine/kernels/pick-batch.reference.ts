/** The pick of a batch in plain TypeScript: what the CPU, WASM and WebGL backends run. */

/**
 * `size` entries of `order` from `position` on.
 * @throws RangeError if there are not so many
 */
export function pickBatchReference(order: Int32Array, position: number, size: number): Int32Array {
  if (position < 0 || position + size > order.length)
    throw new RangeError(`a batch of ${size} from ${position} on is not within the ${order.length} entries`);
  return order.slice(position, position + size);
}
