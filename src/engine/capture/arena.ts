/**
 * Where the values of a step lie. Values that never live at the same time share bytes; all lie in a few large buffers. WebGPU forbids a
 * dispatch to bind one part of a buffer for reading and another for writing, so the result of a library's kernel goes into another buffer
 * than what it reads.
 */
import type { DType } from '../library';
import type { Value } from './graph';
import { aligned } from './step-memory';

export interface Request {
  readonly value: Value;
  readonly bytes: number;
  /** Floats and integers lie apart: a generated kernel sees a buffer as one of them. */
  readonly type: 'f32' | 'i32';
  /** Positions of the kernels that write it first and read it last. */
  readonly from: number;
  readonly to: number;
  /** Whether it must have a buffer of its own, since a program of the library rewrites it in place. */
  readonly alone: boolean;
}

export interface Placed {
  /** Number of the buffer. */
  readonly arena: number;
  /** In bytes, a multiple of the alignment of bindings. */
  readonly offset: number;
}

export interface Arena {
  readonly type: 'f32' | 'i32';
  readonly bytes: number;
}

interface Block {
  readonly offset: number;
  readonly bytes: number;
  readonly until: number;
}

export const storedType = (dtype: DType): 'f32' | 'i32' => (dtype === 'float32' ? 'f32' : 'i32');

/** The lowest gap among blocks in use that is large enough. */
function firstFit(blocks: readonly Block[], bytes: number): number {
  let offset = 0;
  for (const block of [...blocks].sort((a, b) => a.offset - b.offset)) {
    if (block.offset - offset >= bytes) return offset;
    offset = Math.max(offset, block.offset + block.bytes);
  }
  return offset;
}

/**
 * Places values.
 * @param requests in the order of `from`
 * @param readsAt the values whose buffers the kernel at a position may not write
 * @param largest bytes that a buffer may have
 */
export function arrange(
  requests: readonly Request[],
  readsAt: (position: number) => Iterable<Value>,
  largest: number,
): { places: Map<Value, Placed>; arenas: Arena[] } {
  const places = new Map<Value, Placed>();
  const arenas: { type: 'f32' | 'i32'; bytes: number; alone: boolean; blocks: Block[] }[] = [];
  for (const request of requests) {
    const { value, type, from, to, alone } = request;
    const bytes = aligned(request.bytes);
    const barred = new Set<number>();
    for (const read of readsAt(from)) {
      const place = places.get(read);
      if (place) barred.add(place.arena);
    }
    let best: { arena: number; offset: number; growth: number } | null = null;
    arenas.forEach((arena, number) => {
      if (alone || arena.alone || arena.type !== type || barred.has(number)) return;
      arena.blocks = arena.blocks.filter(({ until }) => until >= from);
      const offset = firstFit(arena.blocks, bytes);
      const growth = Math.max(0, offset + bytes - arena.bytes);
      if (offset + bytes <= largest && (best === null || growth < best.growth)) best = { arena: number, offset, growth };
    });
    const chosen: { arena: number; offset: number } = best ?? { arena: arenas.push({ type, bytes: 0, alone, blocks: [] }) - 1, offset: 0 };
    const arena = arenas[chosen.arena]!;
    arena.blocks.push({ offset: chosen.offset, bytes, until: to });
    arena.bytes = Math.max(arena.bytes, chosen.offset + bytes);
    places.set(value, { arena: chosen.arena, offset: chosen.offset });
  }
  return { places, arenas: arenas.map(({ type, bytes }) => ({ type, bytes })) };
}
