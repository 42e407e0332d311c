/** From pieces (the pictures of one file each) to a set: parts put together, sizes, labels and counts checked. */
import { InputError } from '../../fields/input-error';
import { asRgb } from '../formats/image';
import { type ImageSet, type LabelledImages, type PixelStore, pixelsInMemory } from '../parsed-set';
import { byPath, type PartName } from './part-names';
import { nameOf, neededFiles, type PictureFacts, type PictureSetId, pictureFacts, sizeInWords } from './set-facts';

/** The pictures of one file. */
export interface Piece {
  /** The file's path, by which pieces are put in order. */
  readonly path: string;
  /** The file, for messages. */
  readonly where: string;
  readonly part: PartName | null;
  readonly height: number;
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
  /** [count · height · width · channels] */
  readonly pixels: Uint8Array;
  readonly labels: ArrayLike<number>;
}

const count = (n: number) => n.toLocaleString('en-GB');

/**
 * Checks pieces and makes a set of them. Files that name no part are training files; where only the test part is there, it is the one that
 * is trained on, and the set's name says so.
 * @param from what the person named, for messages
 * @param classNames in place of the known ones
 * @throws InputError naming the file and the picture
 */
export function imageSetOf(
  id: PictureSetId,
  from: string,
  pieces: readonly Piece[],
  classNames: readonly string[] = pictureFacts[id].classNames,
): ImageSet {
  const facts: PictureFacts = { ...pictureFacts[id], classNames };
  const sorted = pieces.map((piece) => checked(id, piece, facts)).sort(byPath);
  refuseRepeats(sorted);
  const of = (...parts: (PartName | null)[]) => sorted.filter(({ part }) => parts.includes(part));
  const extra = id === 'svhn-extra' ? of('extra') : [];
  const own = of('train', null);
  if (id === 'svhn-extra' && (own.length === 0 || extra.length === 0))
    throw new InputError(from, `lacks the ${own.length === 0 ? 'training' : 'extra'} images. ${needs(id)}`);
  const train = [...own, ...extra];
  const test = of('test');
  if (train.length === 0 && test.length === 0) throw new InputError(from, `holds no pictures to train on. ${needs(id)}`);
  const { height, width, channels } = facts;
  const named = { kind: 'images' as const, id, height, width, channels, classNames };
  if (train.length === 0) return { ...named, name: `${nameOf(id)}, test part only`, train: joined(test, facts), test: null };
  return { ...named, name: nameOf(id), train: joined(train, facts), test: test.length > 0 ? joined(test, facts) : null };
}

const needs = (id: PictureSetId) => `${neededFiles(id)}.`;

/** The piece with as many channels as the set has. */
function checked(id: PictureSetId, piece: Piece, facts: PictureFacts): Piece {
  const { where, height, width, channels, labels } = piece;
  const size = height * width * channels;
  if (labels.length === 0) throw new InputError(where, 'holds no pictures.');
  if (height !== facts.height || width !== facts.width || channels > facts.channels) {
    throw new InputError(
      where,
      `has pictures of ${sizeInWords(piece)} pixels; those of ${nameOf(id)} are ${sizeInWords(facts)}. ${needs(id)}`,
    );
  }
  if (piece.pixels.length !== labels.length * size) {
    throw new InputError(
      where,
      `has ${count(labels.length)} labels for ${count(Math.floor(piece.pixels.length / size))} pictures. Use files that belong together.`,
    );
  }
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (Number.isInteger(label) && label >= 0 && label < facts.classNames.length) continue;
    throw new InputError(
      where,
      `has the label ${label} at picture ${count(i + 1)}; labels of ${nameOf(id)} go from 0 to ${facts.classNames.length - 1}.`,
    );
  }
  return channels === facts.channels ? piece : { ...piece, channels: 3, pixels: asRgb({ ...piece, channels: 1 }).pixels };
}

/** @throws InputError if two files hold the same pictures */
function refuseRepeats(pieces: readonly Piece[]): void {
  pieces.forEach((piece, i) => {
    const same = pieces
      .slice(0, i)
      .find(({ pixels }) => pixels.length === piece.pixels.length && pixels.every((v, k) => v === piece.pixels[k]));
    if (same) throw new InputError(piece.where, `holds the same pictures as ${same.where}. Leave one of them out.`);
  });
}

function joined(pieces: readonly Piece[], { height, width, channels }: PictureFacts): LabelledImages {
  const size = height * width * channels;
  const labels = new Int32Array(pieces.reduce((sum, piece) => sum + piece.labels.length, 0));
  let at = 0;
  for (const piece of pieces) {
    labels.set(piece.labels, at);
    at += piece.labels.length;
  }
  return {
    labels,
    pixels: joinedPixels(
      pieces.map(({ pixels }) => pixels),
      size,
    ),
  };
}

/** Most bytes that are copied into one array; above, pieces stay apart (SVHN with extra: 1.9 GB). */
const joinUpTo = 1_500_000_000;

/** Pixels of several files one after the other. */
export function joinedPixels(pieces: readonly Uint8Array[], size: number, limit = joinUpTo): PixelStore {
  if (pieces.length === 1) return pixelsInMemory(pieces[0]!, size);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length <= limit) {
    const all = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return pixelsInMemory(all, size);
  }
  return {
    count: length / size,
    size,
    memory: null,
    read(ids) {
      const out = new Uint8Array(ids.length * size);
      for (let i = 0; i < ids.length; i++) {
        let at = ids[i]! * size;
        let piece = 0;
        while (at >= pieces[piece]!.length) at -= pieces[piece++]!.length;
        out.set(pieces[piece]!.subarray(at, at + size), i * size);
      }
      return Promise.resolve(out);
    },
  };
}
