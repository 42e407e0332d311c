/** What is known of the data sets before any file is opened: sizes of pictures and names of classes. */
import { catalogEntry } from '../catalog';
import type { ImageSetId, SetId } from '../parsed-set';

/** Sets whose pictures all have one size. */
export type PictureSetId = Exclude<ImageSetId, 'imagenet'>;

export interface PictureFacts {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 colour. */
  readonly channels: 1 | 3;
  readonly classNames: readonly string[];
}

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const clothes = ['T-shirt', 'trousers', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot'];
const things = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
/** Names for classes of which only the numbers are known. */
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`);

const svhn: PictureFacts = { height: 32, width: 32, channels: 3, classNames: digits };

export const pictureFacts: Readonly<Record<PictureSetId, PictureFacts>> = {
  mnist: { height: 28, width: 28, channels: 1, classNames: digits },
  'fashion-mnist': { height: 28, width: 28, channels: 1, classNames: clothes },
  cifar10: { height: 32, width: 32, channels: 3, classNames: things },
  cifar100: { height: 32, width: 32, channels: 3, classNames: numbered(100) },
  svhn,
  'svhn-extra': svhn,
  'tiny-imagenet': { height: 64, width: 64, channels: 3, classNames: numbered(200) },
};

/** The set's name for people. */
export const nameOf = (id: SetId): string => catalogEntry(id).name;

/** What copies of the set may consist of, for messages, e.g. "MNIST needs the four idx files …". */
export const neededFiles = (id: SetId): string => `${nameOf(id)} needs ${catalogEntry(id).accepts}`;

/** A size of pictures in words, e.g. "28 × 28 grey". */
export function sizeInWords({ height, width, channels }: Pick<PictureFacts, 'height' | 'width'> & { readonly channels: number }): string {
  return `${height} × ${width}${channels === 1 ? ' grey' : ' colour'}`;
}
