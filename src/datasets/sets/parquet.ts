/**
 * Sets from Parquet files as the mirrors on Hugging Face have them: rows with an encoded picture and a label, or a text and a label. A column of
 * pictures holds `{ bytes, path }`.
 */
import { InputError } from '../../fields/input-error';
import { decodeImage } from '../formats/image';
import { parquetInfo, parquetRows } from '../formats/parquet';
import type { ImageSet, ReviewSet, SetId } from '../parsed-set';
import { imageSetOf, type Piece } from './assemble';
import { type Review, reviewSetOf } from './imdb';
import type { Leaf } from './leaves';
import { partOf } from './part-names';
import { pixelsOf } from './picture-sets';
import { PixelList } from './pixel-list';
import type { Reading } from './reading';
import { type PictureSetId, pictureFacts } from './set-facts';

/** Names of columns in use, the first that a file has. */
const pictureColumns = ['image', 'img'];
const labelColumns = ['fine_label', 'label'];

/** What a file has to have. */
interface Columns {
  readonly rows: number;
  /** Column of pictures; null in a table of texts. */
  readonly picture: string | null;
  readonly label: string;
}

async function columnsOf({ file, where }: Leaf): Promise<Columns> {
  const { columns, rows } = await parquetInfo(file);
  const label = labelColumns.find((name) => columns.includes(name));
  const picture = pictureColumns.find((name) => columns.includes(name)) ?? null;
  if (label !== undefined && (picture !== null || columns.includes('text'))) return { rows, picture, label };
  throw new InputError(
    where,
    `has the columns ${columns.slice(0, 10).join(', ') || '(none)'}; image (or img) and label (or fine_label), or text and label are needed.`,
  );
}

/**
 * @param expected what it is to be; null: told by the columns and the size of the first picture
 * @throws InputError if columns are missing, or naming the row that is wrong
 */
export async function readParquetSet(
  expected: SetId | null,
  from: string,
  leaves: readonly Leaf[],
  reading: Reading,
): Promise<ImageSet | ReviewSet> {
  const files = await Promise.all(leaves.map(async (leaf) => ({ leaf, columns: await columnsOf(leaf) })));
  const wantsText = expected === 'imdb' || (expected === null && files[0]!.columns.picture === null);
  const odd = files.find(({ columns }) => (columns.picture === null) !== wantsText);
  if (odd) throw new InputError(odd.leaf.where, `is a table of ${wantsText ? 'pictures, not of texts' : 'texts, not of pictures'}.`);
  const all = files.reduce((sum, { columns }) => sum + columns.rows, 0);
  let done = 0;
  const step = () => reading.step(done++, all, 'reading rows');
  if (wantsText) {
    const reviews: Review[] = [];
    for (const { leaf } of files) await readTexts(leaf, reviews, step);
    return reviewSetOf(from, reviews);
  }
  const wanted = files.filter(({ leaf }) => expected !== 'svhn' || partOf(leaf.file.path) !== 'extra');
  const used = wanted.length > 0 ? wanted : files;
  const id = expected === null ? await setOf(used[0]!.leaf, used[0]!.columns, from) : (expected as PictureSetId);
  const pieces: Piece[] = [];
  for (const { leaf, columns } of used) pieces.push(await readPictures(id, leaf, columns, step));
  return imageSetOf(id, from, pieces);
}

async function readTexts({ file, where }: Leaf, reviews: Review[], step: () => Promise<void>): Promise<void> {
  const part = partOf(file.path);
  let row = 0;
  for await (const { text, label } of parquetRows(file, ['text', 'label'])) {
    await step();
    row++;
    const number = Number(label);
    if (typeof text !== 'string') throw new InputError(rowOf(where, row), 'has no text.');
    if (number !== 0 && number !== 1) throw new InputError(rowOf(where, row), `has the label ${String(label)}; 0 or 1 is needed.`);
    reviews.push({ part, text, label: number });
  }
}

async function readPictures(id: PictureSetId, { file, where }: Leaf, columns: Columns, step: () => Promise<void>): Promise<Piece> {
  const { height, width, channels } = pictureFacts[id];
  const pixels = new PixelList(height * width * channels, columns.rows, where);
  const labels: number[] = [];
  for await (const row of parquetRows(file, [columns.picture!, columns.label])) {
    await step();
    const place = rowOf(where, labels.length + 1);
    pixels.add(pixelsOf(id, encodedIn(row[columns.picture!], place), place));
    labels.push(labelIn(row[columns.label], place));
  }
  return { path: file.path, where, part: partOf(file.path), height, width, channels, pixels: pixels.bytes(), labels };
}

const rowOf = (where: string, row: number): string => `${where}, row ${row.toLocaleString('en-GB')}`;

function encodedIn(cell: unknown, place: string): Uint8Array {
  const bytes = cell instanceof Uint8Array ? cell : (cell as { bytes?: unknown } | null)?.bytes;
  if (bytes instanceof Uint8Array) return bytes;
  throw new InputError(place, 'has no encoded picture (bytes) in its column of pictures.');
}

function labelIn(cell: unknown, place: string): number {
  const label = typeof cell === 'bigint' ? Number(cell) : cell;
  if (typeof label === 'number') return label;
  throw new InputError(place, 'has no number in its column of labels.');
}

/** The set whose pictures have the first one's size; where sizes do not tell, by columns and names. */
async function setOf(leaf: Leaf, { picture, label }: Columns, from: string): Promise<PictureSetId> {
  if (label === 'fine_label') return 'cifar100';
  const { file, where } = leaf;
  for await (const row of parquetRows(file, [picture!])) {
    const { height, channels } = decodeImage(encodedIn(row[picture!], rowOf(where, 1)), rowOf(where, 1));
    if (height === 28 && channels === 1) return /fashion/i.test(`${from} ${where}`) ? 'fashion-mnist' : 'mnist';
    if (height === 64) return 'tiny-imagenet';
    if (height === 32) return picture === 'img' || /cifar/i.test(`${from} ${where}`) ? 'cifar10' : 'svhn';
    throw new InputError(where, `has pictures of ${height} rows, which no known set has. Choose the set that it is to be.`);
  }
  throw new InputError(where, 'has no rows.');
}
