/**
 * Mutations of JSON by its structure: values of other types, huge numbers, deep nesting, names such as `__proto__`, keys twice, swapped and
 * missing parts. The result is a text: most of what is in it no JavaScript object could be made to say.
 */
import type { Random } from '../src/random/random';
import { between, chance, oddNumbers, oddTexts, pick, poisonedNames } from './draw';
import { longestInput } from './mutate-bytes';
import { mutatedText } from './mutate-text';

/** Text that is written as it is. */
class Raw {
  constructor(readonly text: string) {}
}
/** An object: keys may be there twice, and be called anything. */
class Entries {
  constructor(readonly list: [key: string, value: Tree][]) {}
}
type Tree = Raw | Entries | Tree[] | string | number | boolean | null;

function treeOf(json: unknown): Tree {
  if (Array.isArray(json)) return json.map(treeOf);
  if (typeof json === 'object' && json !== null) return new Entries(Object.entries(json).map(([key, value]) => [key, treeOf(value)]));
  return json as Tree;
}

function textOf(tree: Tree): string {
  if (tree instanceof Raw) return tree.text;
  if (tree instanceof Entries) return `{${tree.list.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
  return Array.isArray(tree) ? `[${tree.map(textOf).join(',')}]` : JSON.stringify(tree);
}

/** A place where a value stands: to read it, to put another, to take it away, to put one beside it. */
interface Place {
  readonly value: Tree;
  put(value: Tree): void;
  remove(): void;
  beside(value: Tree, key: string): void;
  /** Null within lists. */
  readonly rename: ((key: string) => void) | null;
}

function* placesIn(tree: Tree): Generator<Place> {
  if (Array.isArray(tree)) {
    for (const [at, value] of tree.entries()) {
      yield {
        value,
        put: (other) => (tree[at] = other),
        remove: () => tree.splice(at, 1),
        beside: (other) => tree.splice(at, 0, other),
        rename: null,
      };
      yield* placesIn(value);
    }
  } else if (tree instanceof Entries) {
    const { list } = tree;
    for (const [at, entry] of list.entries()) {
      yield {
        value: entry[1],
        put: (other) => (entry[1] = other),
        remove: () => list.splice(at, 1),
        beside: (other, key) => list.splice(at, 0, [key, other]),
        rename: (key) => (entry[0] = key),
      };
      yield* placesIn(entry[1]);
    }
  }
}

const nested = (open: string, close: string, depth: number) =>
  new Raw(open.repeat(depth) + (close === '' ? '' : `1${close.repeat(depth)}`));

/** A value that nobody expects. */
function oddValue(random: Random): Tree {
  switch (random.below(8)) {
    case 0:
    case 1: {
      const number = pick(random, oddNumbers);
      return Number.isNaN(Number(number)) || number === 'Infinity' || number === '0x10' || number === '00' ? number : new Raw(number);
    }
    case 2:
      return pick(random, oddTexts);
    case 3:
      return pick<Tree>(random, [null, true, false, [], new Entries([]), -1, 0.5, 2 ** 53, [[]], [null], '1']);
    case 4:
      return pick(random, [
        nested('[', ']', between(random, 1, 20)),
        nested('{"a":', '}', between(random, 1, 20)),
        nested('[', ']', 50_000),
        nested('{"a":', '}', 20_000),
        nested('[', '', 50_000),
      ]);
    case 5:
      return pick(random, ['x', '9', '\ud800', '\0', 'A', ' ']).repeat(between(random, 50, 30_000));
    case 6:
      return Array<Tree>(chance(random, 0.1) ? 60_000 : between(random, 2, 3000)).fill(pick<Tree>(random, [0, null, 'x', new Entries([])]));
    default: {
      const key = pick(random, [...poisonedNames, '$', '$n', 'id', '']);
      return new Entries([
        [
          key,
          pick<Tree>(random, [
            0,
            -1,
            1e9,
            'length',
            'NaN',
            null,
            new Entries([['fuzzed', 1]]),
            new Entries([['toString', 1]]),
            new Entries([['prototype', new Entries([['fuzzed', 1]])]]),
          ]),
        ],
      ]);
    }
  }
}

function editTree(random: Random, root: Tree): Tree {
  const places = [...placesIn(root)];
  if (places.length === 0 || chance(random, 0.01)) return oddValue(random);
  const place = pick(random, places);
  const { value } = place;
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      place.put(oddValue(random));
      break;
    case 3:
      place.remove();
      break;
    case 4:
      place.beside(oddValue(random), pick(random, [...poisonedNames, 'other', '']));
      break;
    case 5:
      place.beside(value, pick(random, ['other', 'id', 'name']));
      break;
    case 6:
      if (place.rename) place.rename(pick(random, [...poisonedNames, ...oddTexts, 'id', 'value']));
      else place.put(oddValue(random));
      break;
    case 7:
    case 8: {
      // What stands somewhere else in it: the right kind of thing in the wrong place.
      const other = pick(random, places).value;
      place.put(treeOf(JSON.parse(other instanceof Raw ? 'null' : plainText(other))));
      break;
    }
    case 9:
      if (Array.isArray(value) && value.length > 0) value.push(...Array<Tree>(between(random, 1, 40)).fill(pick(random, value)));
      else if (value instanceof Entries) value.list.reverse();
      else place.put(oddValue(random));
      break;
    default:
      if (typeof value === 'number')
        place.put(pick(random, [-value, value + 1, value - 1, value * 1e6, value / 3, 1 / value || 0, String(value), [value]]));
      else if (typeof value === 'string') place.put(mutatedText(random, value));
      else place.put(oddValue(random));
  }
  return root;
}

/** The text of a part, if it is JSON; `null` if a mutation made something else of it, or too much. */
function plainText(tree: Tree): string {
  const text = textOf(tree);
  try {
    JSON.parse(text);
    return text.length < 20_000 && !/[[{]{200}/.test(text) ? text : 'null';
  } catch {
    return 'null';
  }
}

/** The text of a JSON value with one to four edits; now and then the text is edited, too. One in fifty stays as it was. */
export function mutatedJson(random: Random, original: unknown): string {
  if (chance(random, 0.02)) return JSON.stringify(original);
  if (chance(random, 0.15)) return mutatedText(random, JSON.stringify(original));
  let tree = treeOf(original);
  for (let left = pick(random, [1, 1, 1, 2, 2, 3, 4]); left > 0; left--) tree = editTree(random, tree);
  const text = textOf(tree);
  return (chance(random, 0.05) ? mutatedText(random, text) : text).slice(0, longestInput);
}
