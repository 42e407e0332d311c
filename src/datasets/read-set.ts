/**
 * Whatever file, folder or archive a data set comes in, to the form that tasks build from. What the files are is told by their content; names
 * only help to tell the parts of a set from each other.
 */
import { InputError } from '../fields/input-error';
import type { ParsedSet, SetId } from './parsed-set';
import type { Piece } from './sets/assemble';
import { type CifarId, cifarOf, readCifar } from './sets/cifar';
import { isTinyLayout } from './sets/class-folders';
import { firstLineOf, readReviewFolders, readReviewTables, reviewColumns, reviewPath } from './sets/imdb';
import { type Leaf, leavesOf } from './sets/leaves';
import { readIdxSet } from './sets/mnist';
import { readNpzSet } from './sets/npz';
import { readParquetSet } from './sets/parquet';
import { partOf } from './sets/part-names';
import { readImageFiles, readPictureFolders } from './sets/picture-sets';
import { type Progress, Reading } from './sets/reading';
import { neededFiles, type PictureSetId, pictureFacts } from './sets/set-facts';
import { readSvhn } from './sets/svhn';
import { readTextSet } from './sets/text';
import type { DataSource } from './source';

/** Forms in which sets come, with words for messages. */
const forms = {
  reviews: 'folders of reviews',
  tables: 'tables of reviews',
  idx: 'idx files',
  mat: 'MATLAB files',
  records: 'binary files of another kind',
  npz: 'NumPy arrays',
  parquet: 'Parquet files',
  pictures: 'JPEG or PNG pictures',
  text: 'plain text',
} as const;
type Form = keyof typeof forms;

const pictureForms: readonly Form[] = ['npz', 'parquet', 'pictures'];
/** Forms that each set is read from; where files of several are there, the first. */
const accepted: Readonly<Record<SetId, readonly Form[]>> = {
  mnist: ['idx', ...pictureForms],
  'fashion-mnist': ['idx', ...pictureForms],
  cifar10: ['records', ...pictureForms],
  cifar100: ['records', ...pictureForms],
  svhn: ['mat', ...pictureForms],
  'svhn-extra': ['mat', 'parquet'],
  'tiny-imagenet': ['pictures', 'parquet', 'npz'],
  imagenet: ['pictures'],
  imdb: ['reviews', 'tables', 'parquet'],
  tolstoi: ['text', 'tables', 'records'],
};

/**
 * Reads a data set. A part that is not among the files is left out; where only the test part is there, it becomes the training part and the
 * set's name says so.
 * @param expected what it is to be; null: whatever it turns out to be
 * @param progress called now and then; every stage (unpacking, decoding) runs from 0 to 1
 * @param signal calls reading off: the promise then fails with the signal's reason
 * @throws InputError saying which file is wrong, where, and what is needed
 */
export async function readSet(source: DataSource, expected: SetId | null, progress?: Progress, signal?: AbortSignal): Promise<ParsedSet> {
  const reading = new Reading(progress, signal);
  try {
    const byForm = await sortByForm(await leavesOf(source, reading));
    const form = chooseForm(source.name, byForm, expected);
    return await new SetReader(source.name, byForm, reading).read(form, expected);
  } catch (error) {
    // An archive's stream that is stopped half-way looks like a damaged one.
    signal?.throwIfAborted();
    throw error;
  }
}

type ByForm = ReadonlyMap<Form, readonly Leaf[]>;

async function sortByForm(leaves: readonly Leaf[]): Promise<ByForm> {
  const sorted = new Map<Form, Leaf[]>();
  for (const leaf of leaves) {
    const form = await formOf(leaf);
    const others = sorted.get(form);
    if (others) others.push(leaf);
    else sorted.set(form, [leaf]);
  }
  return sorted;
}

/** Names that say what a file was to be. They count where its content says nothing, so that its reader can say what is wrong with it. */
const byName: readonly { readonly form: Form; readonly pattern: RegExp }[] = [
  { form: 'reviews', pattern: reviewPath },
  { form: 'idx', pattern: /idx[13]-ubyte/ },
  { form: 'mat', pattern: /\.mat$/ },
  { form: 'records', pattern: /\.bin$/ },
  { form: 'npz', pattern: /\.npy$/ },
  { form: 'parquet', pattern: /\.parquet$/ },
  { form: 'pictures', pattern: /\.(jpe?g|png)$/i },
];

async function formOf(leaf: Leaf): Promise<Form> {
  switch (leaf.kind) {
    case 'text':
    case 'binary': {
      const named = byName.find(({ pattern }) => pattern.test(leaf.file.path));
      if (named) return named.form;
      if (reviewColumns(await firstLineOf(leaf))) return 'tables';
      return leaf.kind === 'text' ? 'text' : 'records';
    }
    case 'jpeg':
    case 'png':
      return 'pictures';
    case 'npy':
      return 'npz';
    default:
      return leaf.kind;
  }
}

function chooseForm(name: string, byForm: ByForm, expected: SetId | null): Form {
  const found = [...byForm.keys()].filter((form) => form !== 'text');
  const listed = [...byForm]
    .map(([form, leaves]) => `${forms[form]} (${leaves[0]!.file.path}${leaves.length > 1 ? '…' : ''})`)
    .join(' and ');
  if (expected !== null) {
    const form = accepted[expected].find((candidate) => byForm.has(candidate));
    if (form) return form;
    throw new InputError(name, `holds ${listed}; ${neededFiles(expected)}.`);
  }
  if (found.length > 1) throw new InputError(name, `holds ${listed}. Name the files of one set.`);
  return found[0] ?? 'text';
}

/** Reads the files of one form. */
class SetReader {
  private readonly texts: readonly Leaf[];

  constructor(
    private readonly from: string,
    private readonly byForm: ByForm,
    private readonly reading: Reading,
  ) {
    this.texts = byForm.get('text') ?? [];
  }

  read(form: Form, expected: SetId | null): Promise<ParsedSet> {
    const { from, texts, reading } = this;
    const leaves = this.byForm.get(form) ?? [];
    switch (form) {
      case 'reviews':
        return readReviewFolders(from, leaves, reading);
      case 'tables':
        return expected === 'tolstoi' ? readTextSet(from, leaves) : readReviewTables(from, leaves, reading);
      case 'text':
        return readTextSet(from, leaves);
      case 'idx':
        return readIdxSet(pictureSet(expected) ?? this.digitsOrClothes(leaves), from, leaves, reading);
      case 'mat': {
        const extra = leaves.some(({ file }) => partOf(file.path) === 'extra');
        return readSvhn(expected === 'svhn-extra' || (expected === null && extra) ? 'svhn-extra' : 'svhn', from, leaves, reading);
      }
      case 'records':
        // Text in another encoding looks like any binary file: the reader of texts says which byte is wrong.
        if (expected === 'tolstoi') return readTextSet(from, leaves);
        return readCifar(this.cifar(leaves, expected), from, leaves, texts, reading);
      case 'npz':
        return readNpzSet((piece) => pictureSet(expected) ?? this.setOfPiece(piece, leaves), from, leaves, reading);
      case 'parquet':
        return readParquetSet(expected, from, leaves, reading);
      case 'pictures': {
        const id = expected ?? (isTinyLayout(leaves, texts) ? 'tiny-imagenet' : 'imagenet');
        const small = pictureSet(id);
        return small ? readPictureFolders(small, from, leaves, texts, reading) : readImageFiles(from, leaves, texts);
      }
      default:
        return form satisfies never;
    }
  }

  /** The two have one format: only names tell them apart. */
  private digitsOrClothes(leaves: readonly Leaf[]): PictureSetId {
    return /fashion/i.test(this.names(leaves)) ? 'fashion-mnist' : 'mnist';
  }

  private names(leaves: readonly Leaf[]): string {
    return [this.from, ...leaves.map(({ where }) => where)].join(' ');
  }

  private cifar(leaves: readonly Leaf[], expected: SetId | null): CifarId {
    if (expected === 'cifar10' || expected === 'cifar100') return expected;
    const fit = cifarOf(leaves);
    if (fit.length === 2) return /cifar.?100/i.test(this.names(leaves)) ? 'cifar100' : 'cifar10';
    if (fit[0]) return fit[0];
    const { file, where } = leaves[0]!;
    throw new InputError(
      where,
      `is a binary file of ${file.size.toLocaleString('en-GB')} bytes that is of no known format: it is neither of idx, MATLAB, Parquet, NumPy or picture format, ` +
        'nor made of records of CIFAR-10 (3,073 bytes each) or CIFAR-100 (3,074).',
    );
  }

  private setOfPiece(piece: Piece, leaves: readonly Leaf[]): PictureSetId {
    if (piece.height === 28 && piece.channels === 1) return this.digitsOrClothes(leaves);
    const fits = (id: PictureSetId) => {
      const { height, width, channels, classNames } = pictureFacts[id];
      return piece.height === height && piece.width === width && piece.channels === channels && labelsBelow(piece, classNames.length);
    };
    const id = (['cifar10', 'cifar100', 'tiny-imagenet'] as const).find(fits);
    if (id) return id;
    throw new InputError(piece.where, `has pictures of ${piece.height} × ${piece.width} × ${piece.channels}, which no known set has.`);
  }
}

function labelsBelow({ labels }: Piece, classes: number): boolean {
  for (let i = 0; i < labels.length; i++) if (labels[i]! >= classes) return false;
  return true;
}

/** The set if its pictures have one size. */
function pictureSet(id: SetId | null): PictureSetId | null {
  return id !== null && Object.hasOwn(pictureFacts, id) ? (id as PictureSetId) : null;
}
