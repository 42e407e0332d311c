/** Pixels of several files as one store, in one array or apart. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../fields/input-error';
import { joinedPixels } from './assemble';
import { allocate, PixelList } from './pixel-list';

const size = 3;
const piece = (count: number, seed: number) => Uint8Array.from({ length: count * size }, (_, i) => seed + i);

describe('joined pixels', () => {
  it('are the same in one array and apart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat()),
        async (counts, wishes) => {
          const pieces = counts.map((count, i) => piece(count, 40 * i));
          const all = pieces.flatMap((bytes) => [...bytes]);
          const count = all.length / size;
          const ids = wishes.map((wish) => wish % count);
          const expected = ids.flatMap((id) => all.slice(id * size, (id + 1) * size));
          const [joined, apart] = [joinedPixels(pieces, size), joinedPixels(pieces, size, 0)];
          expect([joined.count, apart.count, joined.memory?.length]).toEqual([count, count, all.length]);
          if (pieces.length > 1) expect(apart.memory).toBeNull();
          for (const store of [joined, apart]) expect([...(await store.read(ids))]).toEqual(expected);
        },
      ),
    );
  });
});

describe('list of pixels', () => {
  it.each([0, 1, 7, 100])('holds what was added, whatever the file claimed (%i)', (claimed) => {
    const list = new PixelList(size, claimed, 'file');
    for (let i = 0; i < 7; i++) list.add(piece(1, 10 * i));
    expect([...list.bytes()]).toEqual([0, 1, 2, 3, 4, 5, 6].flatMap((i) => [...piece(1, 10 * i)]));
  });

  it('says so where there is not enough memory', () => {
    expect(() => allocate(1e15, 'file')).toThrow(InputError);
    expect(() => allocate(1e15, 'file')).toThrow(/file: needs 1,000,000,000 MB of memory/);
  });
});
