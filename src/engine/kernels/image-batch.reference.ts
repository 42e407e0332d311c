/**
 * A batch of pictures from a table of bytes, in plain TypeScript: what the CPU, WASM and WebGL backends run, and to the bit what WebGPU
 * computes.
 */

/** Sizes of the pictures of a table. */
export interface PictureSize {
  readonly height: number;
  readonly width: number;
  /** Colours a pixel. */
  readonly channels: number;
}

/** Words of four bytes that a picture takes; the last is filled up with zeros. */
export function wordsOf({ height, width, channels }: PictureSize): number {
  return Math.ceil((height * width * channels) / 4);
}

/**
 * Pictures as words, four bytes each, the first byte in the lowest eight bits. (Every machine that runs JavaScript today stores words that
 * way round, so that bytes need no work where a picture's size is a multiple of four.)
 * @param bytes pictures one after the other
 * @returns [pictures · words], sharing the memory of `bytes` where that is possible
 */
export function packPictures(bytes: Uint8Array, size: PictureSize): Int32Array {
  const each = size.height * size.width * size.channels;
  const count = bytes.length / each;
  const words = wordsOf(size);
  if (each === 4 * words && bytes.byteOffset % 4 === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, count * words);
  const packed = new Uint8Array(4 * count * words);
  for (let i = 0; i < count; i++) packed.set(bytes.subarray(i * each, (i + 1) * each), 4 * i * words);
  return new Int32Array(packed.buffer);
}

/**
 * The number that each byte of each colour becomes: (byte/255 − mean)/deviation.
 * @param mean of each colour, as a share of 255
 * @param deviation of each colour, as a share of 255
 * @returns [channels · 256]
 */
export function levelsOf(mean: readonly number[], deviation: readonly number[]): Float32Array {
  return Float32Array.from({ length: 256 * mean.length }, (_, i) => {
    const channel = i >> 8;
    return ((i & 255) / 255 - mean[channel]!) / deviation[channel]!;
  });
}

/** Numbers that a picture's crop and flip take. */
export const drawsPerPicture = 3;

/** Where the window begins in the picture with its border, 0 … 2 · pad, from a draw of [0, 1). */
function offsetOf(draw: number, pad: number): number {
  return Math.min(Math.floor(Math.fround(draw * (2 * pad + 1))), 2 * pad);
}

/**
 * @param table packed pictures, one after the other
 * @param ids which of them, [b]; null: all, in their order
 * @param levels [channels · 256], see `levelsOf`
 * @param draws [b · 3], each in [0, 1): down, across, and below ½ for a mirrored picture; null: as they are
 * @param pad black border around the picture out of which the window is cut
 * @returns [b · height · width · channels]
 * @throws RangeError if a number in `ids` is none of the table's
 */
export function imageBatchReference(
  table: Int32Array,
  ids: Int32Array | null,
  levels: Float32Array,
  draws: Float32Array | null,
  size: PictureSize,
  pad: number,
): Float32Array {
  const { height, width, channels } = size;
  const bytesEach = 4 * wordsOf(size);
  const bytes = new Uint8Array(table.buffer, table.byteOffset, table.byteLength);
  const pictures = bytes.length / bytesEach;
  const count = ids?.length ?? pictures;
  const values = new Float32Array(count * height * width * channels);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const id = ids ? ids[i]! : i;
    if (!(id >= 0 && id < pictures)) throw new RangeError(`picture ${id} is not among the ${pictures} of the table`);
    const down = draws ? offsetOf(draws[3 * i]!, pad) - pad : 0;
    const across = draws ? offsetOf(draws[3 * i + 1]!, pad) - pad : 0;
    const mirrored = draws !== null && draws[3 * i + 2]! < 0.5;
    for (let y = 0; y < height; y++) {
      const row = y + down;
      for (let x = 0; x < width; x++) {
        const column = (mirrored ? width - 1 - x : x) + across;
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        const from = id * bytesEach + (row * width + column) * channels;
        for (let channel = 0; channel < channels; channel++) {
          values[at++] = levels[256 * channel + (inside ? bytes[from + channel]! : 0)]!;
        }
      }
    }
  }
  return values;
}
