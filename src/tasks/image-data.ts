/**
 * Where a task's images are: on the device as bytes, four to a number, or on the host, which brings each batch. Either way one kernel
 * makes the batch, with the same numbers.
 */
import { dispose, keep, slice, type Tensor1D, type Tensor2D, type Tensor4D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { squareOf } from '../datasets/image-resize';
import { uniformByHash } from '../engine/kernels/hash-random';
import { imageBatch, largestTensorBytes } from '../engine/kernels/image-batch';
import { drawsPerPicture, levelsOf, packPictures, wordsOf } from '../engine/kernels/image-batch.reference';
import type { BatchContext, Part, PictureGallery, Staging } from './definition';
import type { ImagePart, ImageParts } from './image-parts';
import { mostOnDevice } from './memory-estimate';

/** Border around an image out of which a training window is cut (specification §3). */
const cropBorder = 4;

export interface ImageData {
  /** Normalised images [b, height, width, channels]; cropped and flipped where the context draws. */
  batch(part: Part, ids: Tensor1D, context: BatchContext): Tensor4D;
  /** Where the host brings each batch. */
  readonly staging: Staging | null;
  /** On the device, in bytes. */
  readonly bytes: number;
  dispose(): void;
}

/** Bytes of images, one after the other. */
function bytesOf({ pixels, places }: ImagePart, ids: ArrayLike<number>): Promise<Uint8Array> {
  return pixels.read(places ? Int32Array.from(ids, (id) => places[id]!) : ids);
}

/** All bytes of a part, the store's own where it is all there is. */
function allBytesOf(part: ImagePart): Promise<Uint8Array> {
  const { pixels, places, labels } = part;
  if (!places && pixels.memory) return Promise.resolve(pixels.memory);
  return bytesOf(
    part,
    Int32Array.from({ length: labels.length }, (_, i) => i),
  );
}

/** Whether images are kept on the host: as asked for, or where a part is larger than the device takes. */
export function keptOnHost(parts: ImageParts, wanted: string, largest = Math.min(largestTensorBytes(), mostOnDevice)): boolean {
  if (wanted !== 'auto') return wanted === 'host';
  return [parts.train, parts.validation].some(({ labels }) => 4 * labels.length * wordsOf(parts) > largest);
}

/**
 * Puts images where they are to be.
 * @param augment whether training images are cropped and flipped
 */
export async function imageDataOf(parts: ImageParts, augment: boolean, onHost: boolean): Promise<ImageData> {
  const words = wordsOf(parts);
  const tableOf = async (part: ImagePart): Promise<Tensor2D> => {
    const packed = packPictures(await allBytesOf(part), parts);
    return keep(tensor2d(packed, [part.labels.length, words], 'int32'));
  };
  const tables = onHost ? null : { train: await tableOf(parts.train), validation: await tableOf(parts.validation) };
  const levels = keep(tensor1d(levelsOf(parts.mean, parts.deviation)));
  const { height, width, channels, margin } = parts;
  /** What the network sees of the images. */
  const seen = (batch: Tensor4D): Tensor4D => {
    if (margin === 0) return batch;
    const middle = slice(batch, [0, margin, margin, 0], [batch.shape[0], height - 2 * margin, width - 2 * margin, channels]);
    batch.dispose();
    return middle;
  };
  return {
    batch(part, ids, { draw, staged }) {
      const draws = augment && draw ? uniformByHash(draw.seed, draw.update, ids, drawsPerPicture) : null;
      const options = { height, width, channels, levels, draws, pad: margin || cropBorder };
      const batch = tables
        ? imageBatch(tables[part], { ...options, ids })
        : // What the host brought stands in the batch's order.
          imageBatch(staged['pixels'] as Tensor2D, { ...options, ids: null });
      draws?.dispose();
      return seen(batch);
    },
    staging: onHost
      ? {
          tensors: [{ name: 'pixels', numbers: words, dtype: 'int32' }],
          fetch: async (part, ids) => ({ pixels: packPictures(await bytesOf(parts[part], ids), parts) }),
        }
      : null,
    bytes: onHost ? 0 : 4 * words * (parts.train.labels.length + parts.validation.labels.length),
    dispose: () => dispose([levels, ...(tables ? Object.values(tables) : [])]),
  };
}

/** Pixels along a side of the images that a person is shown, at most. */
const largestShown = 96;

/** Smaller copies of square colour images. */
function shrunk(bytes: Uint8Array, side: number): Uint8Array {
  const size = side * side * 3;
  const copies = new Uint8Array((bytes.length / size) * largestShown ** 2 * 3);
  for (let i = 0; i * size < bytes.length; i++) {
    const pixels = bytes.subarray(i * size, (i + 1) * size);
    copies.set(squareOf({ width: side, height: side, channels: 3, pixels }, largestShown), i * largestShown ** 2 * 3);
  }
  return copies;
}

/** The training images as a person sees them. */
export function galleryOf({ train, height, width, channels, classNames, flipped }: ImageParts): PictureGallery {
  const large = channels === 3 && height === width && width > largestShown;
  return {
    kind: 'pictures',
    classNames,
    labels: train.labels,
    flipped,
    width: large ? largestShown : width,
    height: large ? largestShown : height,
    async pictures(ids) {
      const read = await bytesOf(train, ids);
      const bytes = large ? shrunk(read, width) : read;
      const pixels = bytes.length / channels;
      const shown = new Uint8Array(4 * pixels);
      for (let i = 0; i < pixels; i++) {
        for (let colour = 0; colour < 3; colour++) shown[4 * i + colour] = bytes[i * channels + (colour % channels)]!;
        shown[4 * i + 3] = 255;
      }
      return shown;
    },
  };
}
