/**
 * Pictures sorted into folders: `train/<class>/…` and `val/<class>/…`, or `<class>/…` alone; and Tiny ImageNet's variant, where the pictures lie
 * one folder deeper, the validation labels stand in `val_annotations.txt`, and `words.txt` has readable names.
 */
import { InputError } from '../../fields/input-error';
import { decodeText } from '../formats/text';
import type { Leaf } from './leaves';
import { baseName, byPath } from './part-names';

export interface LabelledLeaf {
  readonly leaf: Leaf;
  readonly label: number;
}

export interface SortedPictures {
  /** Names of the folders, in the order of the labels. */
  readonly folders: readonly string[];
  /** What people call the classes. */
  readonly classNames: readonly string[];
  readonly train: readonly LabelledLeaf[];
  /** Empty without a validation part (or a test part with labels). */
  readonly test: readonly LabelledLeaf[];
}

type Level = 'train' | 'val' | 'test';
const levels: Readonly<Record<string, Level>> = { train: 'train', val: 'val', valid: 'val', validation: 'val', test: 'test' };

interface Placed {
  readonly leaf: Leaf;
  readonly level: Level | null;
  /** Folder of its class; null where the path names none. */
  readonly folder: string | null;
}

/** Whether files lie as in Tiny ImageNet. */
export function isTinyLayout(pictures: readonly Leaf[], texts: readonly Leaf[]): boolean {
  return (
    texts.some(({ file }) => baseName(file.path) === 'val_annotations.txt') ||
    pictures.some(({ file }) => /(^|\/)train\/[^/]+\/images\/[^/]+$/.test(file.path))
  );
}

/**
 * Labels pictures by their folders.
 * @param from what the person named, for messages
 * @param texts text files beside them
 * @throws InputError if a picture lies in no class folder, or a class of the validation part has no training pictures
 */
export async function sortPictures(from: string, pictures: readonly Leaf[], texts: readonly Leaf[]): Promise<SortedPictures> {
  const textOf = async (name: string) => {
    const found = texts.find(({ file }) => baseName(file.path) === name);
    return found ? decodeText(await found.file.bytes(), found.where) : '';
  };
  const annotations = table(await textOf('val_annotations.txt'));
  const placed = place(pictures).map((picture): Placed => {
    if (picture.folder !== null || picture.level !== 'val') return picture;
    return { ...picture, folder: annotations.get(baseName(picture.leaf.file.path)) ?? null };
  });
  const at = (...some: (Level | null)[]) => placed.filter(({ level }) => some.includes(level));
  // Pictures of a test part without class folders are the published ones without labels.
  const validation = at('val').length > 0 ? at('val') : at('test').filter(({ folder }) => folder !== null);
  const training = at('train', null);
  if (training.length === 0) throw new InputError(from, `holds no training pictures. ${layout}`);
  const unplaced = [...training, ...validation].find(({ folder }) => folder === null);
  if (unplaced) throw new InputError(unplaced.leaf.where, `lies in no folder of a class. ${layout}`);

  const present = new Set(training.map(({ folder }) => folder!));
  const published = (await textOf('wnids.txt')).split(/\s+/).filter((name) => present.has(name));
  const others = [...present].filter((name) => !published.includes(name)).sort((a, b) => byPath({ path: a }, { path: b }));
  const folders = [...new Set(published), ...others];
  if (folders.length < 2) throw new InputError(from, `has one class only, "${folders[0]}". ${layout}`);
  const numbers = new Map(folders.map((name, i) => [name, i]));
  const label = ({ leaf, folder }: Placed): LabelledLeaf => {
    const number = numbers.get(folder!);
    if (number === undefined) throw new InputError(leaf.where, `is of the class "${folder}", which has no training pictures.`);
    return { leaf, label: number };
  };
  const classNames = named(folders, table(await textOf('words.txt')));
  return { folders, classNames, train: training.map(label), test: validation.map(label) };
}

const layout = 'One folder for each class is needed, below the named folder or below train/ and val/.';

/** First and second cell of each line, with tabs between. */
function table(text: string): ReadonlyMap<string, string> {
  const rows = text.split(/\r?\n/).map((line) => line.split('\t'));
  return new Map(rows.map(([key = '', value = '']) => [key.trim(), value.trim()]));
}

/** Where each picture lies. Without a level for the parts, classes are the first level at which paths differ. */
function place(pictures: readonly Leaf[]): Placed[] {
  const split = pictures.map((leaf) => ({ leaf, folders: leaf.file.path.split('/').slice(0, -1) }));
  const levelIn = (folders: readonly string[]) => folders.findIndex((name) => Object.hasOwn(levels, name.toLowerCase()));
  const plain = split.filter(({ folders }) => levelIn(folders) < 0).map(({ folders }) => folders);
  let common = 0;
  while (plain[0] && common < plain[0].length && plain.every((folders) => folders[common] === plain[0]![common])) common++;
  return split.map(({ leaf, folders }) => {
    const at = levelIn(folders);
    const level = at < 0 ? null : levels[folders[at]!.toLowerCase()]!;
    const rest = folders.slice(at < 0 ? common : at + 1);
    const bare = rest.length === 0 || (rest.length === 1 && rest[0] === 'images');
    return { leaf, level, folder: bare ? null : rest[0]! };
  });
}

/** The first of each class's words, or its folder's name; with the folder's name where two classes share a word. */
function named(folders: readonly string[], words: ReadonlyMap<string, string>): string[] {
  const short = folders.map((folder) => words.get(folder)?.split(',')[0]?.trim() || folder);
  return short.map((name, i) => (short.indexOf(name) === short.lastIndexOf(name) ? name : `${name} (${folders[i]})`));
}
