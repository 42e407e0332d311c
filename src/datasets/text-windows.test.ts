/** A text as windows: numbers of characters, lanes that are read on, and the order of the batches. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../fields/input-error';
import { cutWindows, firstCharacters, mostSymbols, numbersOf, readingOrder, splitText, symbolsOf } from './text-windows';

describe('symbols', () => {
  it('are numbered by falling frequency, equally common ones by code point', () => {
    const symbols = symbolsOf('banana\r\ncab', 'text');
    expect(symbols.characters).toEqual(['a', 'b', 'n', '\n', '\r', 'c']);
    expect([...numbersOf('nab!', symbols)]).toEqual([2, 0, 1]);
  });

  it('are whole characters, not halves of them', () => {
    const symbols = symbolsOf('😀a😀', 'text');
    expect(symbols.characters).toEqual(['😀', 'a']);
    expect([...numbersOf('a😀😀', symbols)]).toEqual([1, 0, 0]);
    expect(firstCharacters('😀a😀', 2)).toBe('😀a');
    expect(firstCharacters('😀a😀', 3)).toBe('😀a😀');
    expect(firstCharacters('abc', 9)).toBe('abc');
    expect(firstCharacters('', 5)).toBe('');
  });

  it('are at most a thousand', () => {
    const text = Array.from({ length: mostSymbols + 1 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    expect(symbolsOf(text.slice(1), 'text').characters).toHaveLength(mostSymbols);
    expect(() => symbolsOf(text, 'novel.txt')).toThrow(/novel\.txt: has 1001 distinct characters; at most 1000/);
  });
});

it('cuts like DeepOBS: the first 80 % of the characters, rounded up', () => {
  const { train, heldOut } = splitText(new Int32Array(3_266_185));
  expect([train.length, heldOut.length]).toEqual([2_612_948, 653_237]);
});

describe('windows', () => {
  it('of 2 lanes of 3 symbols, numbered along the lanes', () => {
    const windows = cutWindows(
      Int32Array.from({ length: 15 }, (_, i) => i),
      2,
      3,
      'text',
    );
    expect(windows).toMatchObject({ lanes: 2, windowsOfLane: 2, count: 4, length: 3 });
    expect([...windows.inputs]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([...windows.targets]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(readingOrder(windows)).toEqual({ order: Int32Array.of(0, 2, 1, 3), starts: [0, 2, 4] });
  });

  it('in any number: each batch goes on where the one before it stopped, lane by lane, and every window comes once', () => {
    const whole = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 2, max: 600 }), (lanes, length, characters) => {
        fc.pre(characters > lanes * length);
        const numbers = Int32Array.from({ length: characters }, (_, i) => i);
        const windows = cutWindows(numbers, lanes, length, 'text');
        const { order, starts } = readingOrder(windows);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: windows.count }, (_, i) => i));
        expect(starts.at(-1)).toBe(windows.count);
        expect(characters - windows.count * length).toBeLessThanOrEqual(lanes * length);
        for (let batch = 1; batch + 1 < starts.length; batch++) {
          for (let lane = 0; lane < lanes; lane++) {
            const before = order[starts[batch - 1]! + lane]!;
            const here = order[starts[batch]! + lane]!;
            expect(windows.inputs[here * length]).toBe(windows.targets[(before + 1) * length - 1]);
          }
        }
      }),
    );
  });

  it('a text of one window a lane is enough, one character less is not', () => {
    expect(cutWindows(new Int32Array(51), 10, 5, 'text').count).toBe(10);
    const error = (() => {
      try {
        return cutWindows(new Int32Array(50), 10, 5, 'novel.txt, training part');
      } catch (problem) {
        return problem;
      }
    })();
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(/novel\.txt, training part: has 50 characters; 10 windows of 5 .* need 51/);
  });
});
