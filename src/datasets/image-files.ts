/**
 * Encoded pictures of any size (ImageNet's) as a store of squares of one size, decoded as they are asked for. A few are decoded at once and
 * some are kept; never all of them have to fit into memory.
 */
import { decodeImage } from './formats/image';
import { headLength, kindOf } from './formats/kind';
import { squareOf } from './image-resize';
import type { PixelStore } from './parsed-set';
import type { DataFile } from './source';

export interface SquareOptions {
  /** Pixels along a side: the shorter side of a picture is scaled to it, and the middle is cut out. */
  readonly side: number;
  /** Black pixels around each square, on every side. */
  readonly border: number;
  /** Most bytes of decoded pictures that are kept. Without room for all, those met first are: in a shuffled order no choice is better. */
  readonly kept: number;
  /** Whether the browser's own decoder may be used: it is faster and works beside this thread, and rounds in its own way. */
  readonly native?: boolean;
}

/** Pictures that are read and decoded at the same time. */
const atOnce = 8;

/** Milliseconds of decoding on this thread after which messages are let in. */
const longestTurn = 25;

/** Whether a decoder of the browser's is at hand: in a page or its workers. */
const hasNativeDecoder = () => typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';

/**
 * The pictures as squares in colour, [(side + 2 · border)² · 3] bytes each, in the order of the files.
 *
 * `read` fails with an `InputError` naming the file where one cannot be read or is no picture.
 */
export function squaresOfFiles(files: readonly DataFile[], options: SquareOptions): PixelStore {
  const { side, border, kept, native = true } = options;
  const edge = side + 2 * border;
  const size = edge * edge * 3;
  const pictures = new Map<number, Uint8Array>();
  const decode = native && hasNativeDecoder() ? decodeInBrowser : decodeHere;
  const picture = async (id: number): Promise<Uint8Array> => {
    const known = pictures.get(id);
    if (known) return known;
    const file = files[id];
    if (!file) throw new RangeError(`there is no picture ${id} among ${files.length}`);
    const square = await decode(await file.bytes(), file.path, side);
    const framed = border === 0 ? square : withBorder(square, side, border);
    if ((pictures.size + 1) * size <= kept) pictures.set(id, framed);
    return framed;
  };
  return {
    count: files.length,
    size,
    memory: null,
    async read(ids) {
      const bytes = new Uint8Array(ids.length * size);
      let next = 0;
      let failed = false;
      const work = async () => {
        while (next < ids.length && !failed) {
          const place = next++;
          try {
            bytes.set(await picture(ids[place]!), place * size);
          } catch (error) {
            failed = true;
            throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, work));
      return bytes;
    },
  };
}

function withBorder(square: Uint8Array, side: number, border: number): Uint8Array {
  const edge = side + 2 * border;
  const framed = new Uint8Array(edge * edge * 3);
  for (let y = 0; y < side; y++) {
    framed.set(square.subarray(y * side * 3, (y + 1) * side * 3), ((y + border) * edge + border) * 3);
  }
  return framed;
}

let turnBegan = 0;

/** Decodes on this thread, and lets messages in where it takes long. */
async function decodeHere(bytes: Uint8Array, where: string, side: number): Promise<Uint8Array> {
  if (performance.now() - turnBegan > longestTurn) {
    await new Promise((resolve) => setTimeout(resolve));
    turnBegan = performance.now();
  }
  return squareOf(decodeImage(bytes, where), side);
}

/**
 * Decodes by the browser, which does so on threads of its own. Only JPEG, the slow one: of PNG pictures a canvas would blend what is transparent.
 * What the browser refuses is tried here: either it succeeds or it says what is wrong.
 */
async function decodeInBrowser(bytes: Uint8Array, where: string, side: number): Promise<Uint8Array> {
  if (kindOf(bytes.subarray(0, headLength)) !== 'jpeg') return decodeHere(bytes, where, side);
  let bitmap: ImageBitmap;
  try {
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', imageOrientation: 'none' });
  } catch {
    return decodeHere(bytes, where, side);
  }
  const { width, height } = bitmap;
  const edge = Math.min(width, height);
  const context = canvasOf(side);
  context.drawImage(bitmap, (width - edge) / 2, (height - edge) / 2, edge, edge, 0, 0, side, side);
  bitmap.close();
  const { data } = context.getImageData(0, 0, side, side);
  const square = new Uint8Array(side * side * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    square[to++] = data[from]!;
    square[to++] = data[from + 1]!;
    square[to++] = data[from + 2]!;
  }
  return square;
}

let canvas: OffscreenCanvasRenderingContext2D | undefined;

/** One canvas for all pictures: between drawing and reading nobody else has a turn. */
function canvasOf(side: number): OffscreenCanvasRenderingContext2D {
  if (canvas?.canvas.width === side) return canvas;
  const context = new OffscreenCanvas(side, side).getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('this browser has no canvas in its workers');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  canvas = context;
  return context;
}
