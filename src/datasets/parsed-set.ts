/**
 * Data sets after parsing: the one form that tasks build from, whatever file it came in. The cache of the page keeps the same form.
 */
import type { DataFile } from './source';

/** Data sets of the catalog that hold pictures. `imagenet` may be any folder or zip of class folders. */
export const imageSetIds = ['svhn', 'svhn-extra', 'cifar10', 'cifar100', 'tiny-imagenet', 'mnist', 'fashion-mnist', 'imagenet'] as const;
export type ImageSetId = (typeof imageSetIds)[number];

/** All data sets of the catalog. */
export const setIds = [...imageSetIds, 'imdb', 'tolstoi'] as const;
export type SetId = (typeof setIds)[number];

/** Pixels of many pictures of one size, in memory or in a file. A picture's bytes go row by row, the colours of a pixel together. */
export interface PixelStore {
  /** Pictures. */
  readonly count: number;
  /** Bytes of one picture: height · width · channels. */
  readonly size: number;
  /** All bytes if they are in memory; null where they have to be read piece by piece. */
  readonly memory: Uint8Array | null;
  /** Bytes of these pictures, one after the other, [ids.length · size]. */
  read(ids: ArrayLike<number>): Promise<Uint8Array>;
}

export interface LabelledImages {
  readonly pixels: PixelStore;
  /** Class of each picture, 0 … classNames.length − 1. */
  readonly labels: Int32Array;
}

/** Pictures of one size. */
export interface ImageSet {
  readonly kind: 'images';
  readonly id: ImageSetId;
  /** For messages and the page, e.g. "MNIST". */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  /** The published test part (Tiny ImageNet: the validation part); null if it was not among the files. */
  readonly test: LabelledImages | null;
}

/** Encoded pictures of any size, in folders or an archive, decoded as they are needed (ImageNet). */
export interface ImageFileSet {
  readonly kind: 'image-files';
  readonly id: 'imagenet';
  readonly name: string;
  readonly classNames: readonly string[];
  readonly train: readonly LabelledFile[];
  /** Empty if there is no validation part. */
  readonly test: readonly LabelledFile[];
}

export interface LabelledFile {
  readonly file: DataFile;
  readonly label: number;
}

export interface Reviews {
  readonly texts: readonly string[];
  /** 1 positive, 0 negative. */
  readonly labels: Uint8Array;
}

/** Texts of two classes (IMDB). */
export interface ReviewSet {
  readonly kind: 'reviews';
  readonly id: 'imdb';
  readonly name: string;
  readonly train: Reviews;
  /** null where the file has one part only (the CSV form). */
  readonly test: Reviews | null;
}

/** One long text. */
export interface TextSet {
  readonly kind: 'text';
  readonly id: 'tolstoi';
  readonly name: string;
  /** As in the file, but for a byte order mark; line ends are kept. */
  readonly text: string;
}

export type ParsedSet = ImageSet | ImageFileSet | ReviewSet | TextSet;

/** Pixels in memory. */
export function pixelsInMemory(bytes: Uint8Array, size: number): PixelStore {
  return {
    count: bytes.length / size,
    size,
    memory: bytes,
    read(ids) {
      const out = new Uint8Array(ids.length * size);
      for (let i = 0; i < ids.length; i++) out.set(bytes.subarray(ids[i]! * size, (ids[i]! + 1) * size), i * size);
      return Promise.resolve(out);
    },
  };
}
