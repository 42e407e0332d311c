/** Where the values of a step lie: none over another that is still needed, none in a buffer that its maker reads, and no more than needed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arena, arrange, type Placed, type Request, storedType } from './arena';
import type { Value } from './graph';
import { aligned, alignment } from './step-memory';

const someValue = (id: number, size: number, dtype: Value['dtype'] = 'float32'): Value => ({
  id,
  size,
  dtype,
  origin: { kind: 'constant', numbers: new Float32Array() },
});

interface Case {
  readonly requests: readonly Request[];
  /** What the kernel at a position reads and may not write beside. */
  readonly reads: ReadonlyMap<number, readonly Value[]>;
}

/** Values made in the order of their kernels, some by kernels that may not write where they read. */
const cases: fc.Arbitrary<Case> = fc
  .array(
    fc.record({
      size: fc.integer({ min: 1, max: 700 }),
      wait: fc.integer({ min: 0, max: 2 }),
      life: fc.integer({ min: 0, max: 6 }),
      dtype: fc.constantFrom('float32', 'float32', 'int32', 'bool'),
      alone: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      reads: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((drawn) => {
    const requests: Request[] = [];
    const reads = new Map<number, Value[]>();
    let from = 0;
    for (const [id, { size, wait, life, dtype, alone, reads: read }] of drawn.entries()) {
      from += wait;
      const earlier = requests.filter((request) => request.from < from && request.to >= from).map(({ value }) => value);
      if (earlier.length > 0) reads.set(from, [...(reads.get(from) ?? []), ...read.map((number) => earlier[number % earlier.length]!)]);
      const value = someValue(id, size, dtype as Value['dtype']);
      requests.push({ value, bytes: 4 * size, type: storedType(value.dtype), from, to: from + life, alone });
    }
    return { requests, reads };
  });

function arranged({ requests, reads }: Case, largest = 1e9): { places: Map<Value, Placed>; arenas: Arena[] } {
  return arrange(requests, (position) => reads.get(position) ?? [], largest);
}

/** Checks every pair of values. */
function forPairs({ requests }: Case, check: (a: Request, b: Request) => void): void {
  requests.forEach((a, i) => {
    for (const b of requests.slice(i + 1)) check(a, b);
  });
}

const alive = (a: Request, b: Request) => a.from <= b.to && b.from <= a.to;

describe('values of a step', () => {
  it('that are needed at the same time share no byte', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { places } = arranged(each);
        forPairs(each, (a, b) => {
          const [p, q] = [places.get(a.value)!, places.get(b.value)!];
          if (p.arena !== q.arena || !alive(a, b)) return;
          expect(p.offset + a.bytes <= q.offset || q.offset + b.bytes <= p.offset).toBe(true);
        });
      }),
    );
  });

  it('lie where bindings may begin, inside their buffer', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { places, arenas } = arranged(each);
        for (const { value, bytes } of each.requests) {
          const { arena, offset } = places.get(value)!;
          expect(offset % alignment).toBe(0);
          expect(offset + bytes).toBeLessThanOrEqual(arenas[arena]!.bytes);
        }
      }),
    );
  });

  it('never lie in a buffer that their maker reads', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { places } = arranged(each);
        for (const { value, from } of each.requests) {
          for (const read of each.reads.get(from) ?? []) expect(places.get(value)!.arena).not.toBe(places.get(read)!.arena);
        }
      }),
    );
  });

  it('are floats or integers by buffer', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { places, arenas } = arranged(each);
        for (const { value, type } of each.requests) expect(arenas[places.get(value)!.arena]!.type).toBe(type);
      }),
    );
  });

  it('that are rewritten in place have their buffer to themselves', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { places } = arranged(each);
        forPairs(each, (a, b) => {
          if (a.alone || b.alone) expect(places.get(a.value)!.arena).not.toBe(places.get(b.value)!.arena);
        });
      }),
    );
  });

  it('fill no buffer beyond what the device allows, unless one value alone does', () => {
    const largest = 4096;
    fc.assert(
      fc.property(cases, (each) => {
        for (const { bytes } of arranged(each, largest).arenas) expect(bytes).toBeLessThanOrEqual(largest);
      }),
    );
  });

  it('take no more than each in a place of its own', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const sum = each.requests.reduce((total, { bytes }) => total + aligned(bytes), 0);
        expect(arranged(each).arenas.reduce((total, { bytes }) => total + bytes, 0)).toBeLessThanOrEqual(sum);
      }),
    );
  });

  it('of a chain take turns in two places, whether in one buffer or, where makers may not write beside what they read, in two', () => {
    const requests = Array.from({ length: 10 }, (_, i): Request => {
      return { value: someValue(i, 64), bytes: 256, type: 'f32', from: i, to: i + 1, alone: false };
    });
    const free = arranged({ requests, reads: new Map() });
    expect(free.arenas).toEqual([{ type: 'f32', bytes: 512 }]);
    const barred = arranged({ requests, reads: new Map(requests.slice(1).map(({ from }, i) => [from, [requests[i]!.value]])) });
    expect(barred.arenas).toEqual([
      { type: 'f32', bytes: 256 },
      { type: 'f32', bytes: 256 },
    ]);
  });
});
