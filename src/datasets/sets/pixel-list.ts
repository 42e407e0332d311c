/** Pictures of one size gathered in one array, whose room grows as they come: what a file claims to hold is not believed beforehand. */
import { InputError } from '../../fields/input-error';
import { inMegabytes } from '../file-limits';

/** Most pictures for which room is made at once on a file's word. */
const believed = 16_384;

export class PixelList {
  private room: Uint8Array;
  private length = 0;

  /**
   * @param size bytes of a picture
   * @param claimed pictures that the file says it holds
   * @param where the file, for messages
   */
  constructor(
    private readonly size: number,
    private readonly claimed: number,
    private readonly where: string,
  ) {
    this.room = allocate(size * Math.min(claimed, believed), where);
  }

  add(pixels: Uint8Array): void {
    if (this.length + this.size > this.room.length) {
      const wish = Math.max(2 * this.room.length, this.size);
      // No more than claimed, unless that was too little.
      const claim = this.size * this.claimed;
      const grown = allocate(claim > this.room.length ? Math.min(wish, claim) : wish, this.where);
      grown.set(this.room);
      this.room = grown;
    }
    this.room.set(pixels, this.length);
    this.length += this.size;
  }

  bytes(): Uint8Array {
    return this.room.subarray(0, this.length);
  }
}

/**
 * An array of zeros.
 * @throws InputError if there is not that much memory
 */
export function allocate(bytes: number, where: string): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch {
    throw new InputError(where, `needs ${inMegabytes(bytes)} of memory, more than there is. Use a part of it.`);
  }
}
