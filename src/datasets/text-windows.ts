/**
 * A text as windows for next-character prediction (specification §6). The training part is cut into lanes that are read side by side,
 * each lane into windows one after the other: batch j holds window j of each lane, so that the state after a batch is the state before
 * the next. A window keeps its number from epoch to epoch.
 */
import { InputError } from '../fields/input-error';

/** The characters of a text and their numbers. */
export interface Symbols {
  /** By number: the commonest first, equally common ones by code point. */
  readonly characters: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
}

/** Distinct characters of a text at most: each is a class of its own, and a weight row. */
export const mostSymbols = 1000;

/**
 * Numbers the characters (code points) of a text by falling frequency.
 * @param name of the text, for messages
 * @throws InputError if there are more than `mostSymbols`
 */
export function symbolsOf(text: string, name: string): Symbols {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  if (counts.size > mostSymbols) {
    throw new InputError(
      name,
      `has ${counts.size} distinct characters; at most ${mostSymbols} can be predicted. Use a text in an alphabet, or fewer characters of it.`,
    );
  }
  const characters = [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a.codePointAt(0)! - b.codePointAt(0)!)
    .map(([character]) => character);
  return { characters, numberOf: new Map(characters.map((character, number) => [character, number])) };
}

/** The numbers of a text's characters that have one, in order. */
export function numbersOf(text: string, symbols: Symbols): Int32Array {
  const numbers = new Int32Array(text.length);
  let count = 0;
  for (const character of text) {
    const number = symbols.numberOf.get(character);
    if (number !== undefined) numbers[count++] = number;
  }
  return numbers.slice(0, count);
}

/** The first `count` characters (code points) of a text; all if it has no more. */
export function firstCharacters(text: string, count: number): string {
  // A character takes one code unit, or two.
  if (text.length <= count) return text;
  let at = 0;
  for (let i = 0; i < count && at < text.length; i++) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return text.slice(0, at);
}

/** Windows of one part of the text. Window number: lane · windowsOfLane + place in the lane. */
export interface Windows {
  readonly lanes: number;
  readonly windowsOfLane: number;
  readonly length: number;
  /** lanes · windowsOfLane */
  readonly count: number;
  /** Symbols of each window, [count × length]. */
  readonly inputs: Int32Array;
  /** The symbol after each of them, [count × length]. */
  readonly targets: Int32Array;
}

/**
 * Cuts a part of a text. What is left at the end and fills no window of every lane is left out.
 * @param where what the part is, for messages, e.g. "war.txt, training part"
 * @throws InputError if it is too short for one window a lane
 */
export function cutWindows(numbers: Int32Array, lanes: number, length: number, where: string): Windows {
  const windowsOfLane = Math.floor((numbers.length - 1) / (lanes * length));
  if (windowsOfLane < 1) {
    throw new InputError(
      where,
      `has ${numbers.length} characters; ${lanes} windows of ${length} (the batch size, each with the character that follows) need ${lanes * length + 1}. Use more of the text, shorter windows or a smaller batch.`,
    );
  }
  const count = lanes * windowsOfLane;
  return {
    lanes,
    windowsOfLane,
    length,
    count,
    inputs: numbers.slice(0, count * length),
    targets: numbers.slice(1, count * length + 1),
  };
}

/** The windows in reading order, batch after batch. */
export function readingOrder({ lanes, windowsOfLane, count }: Windows): { order: Int32Array; starts: number[] } {
  const order = Int32Array.from({ length: count }, (_, i) => (i % lanes) * windowsOfLane + Math.floor(i / lanes));
  return { order, starts: Array.from({ length: windowsOfLane + 1 }, (_, batch) => batch * lanes) };
}

/**
 * Training and held-out part: the first 80 % (rounded up) and the rest, as DeepOBS cuts.
 */
export function splitText(numbers: Int32Array): { train: Int32Array; heldOut: Int32Array } {
  const boundary = Math.ceil((4 * numbers.length) / 5);
  return { train: numbers.subarray(0, boundary), heldOut: numbers.subarray(boundary) };
}
