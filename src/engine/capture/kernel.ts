/** What a record consists of: kernels, what they store, and where values lie. */
import type { Node, Value } from './graph';
import type { Operation, Reduction } from './operation';
import type { Slot } from './step-memory';

/** Something a generated kernel stores. */
export interface Root {
  readonly value: Value;
  /** Where it goes if not into memory of the record's own. */
  readonly slot: Slot | null;
  /** Rows of the slot are replaced, each where `indices` says, and only if `condition` holds. */
  readonly rows?: { readonly indices: Value; readonly rowSize: number; readonly condition: Value | null };
  /** The value is a piece of this one, [rows × columns], from column `start` on, and goes there. */
  readonly into?: { readonly whole: Value; readonly start: number; readonly columns: number; readonly width: number };
  /** The slot is a ring of rows: the value goes into row cursor mod (number of rows). */
  readonly ring?: { readonly cursor: Value };
}

/** Roots of one size: thread i makes element i of each. */
export interface Section {
  readonly size: number;
  readonly roots: Root[];
}

export type Kernel =
  /** One thread an element; sections follow each other. */
  | { readonly kind: 'map'; readonly sections: Section[] }
  /** A single thread makes all elements of a few small roots, and stores them last. */
  | { readonly kind: 'serial'; readonly roots: Root[] }
  /** A workgroup a row. All items have the same shape. */
  | { readonly kind: 'reduce'; readonly shape: Reduction; readonly items: { readonly node: Node; readonly operation: Reduction }[] }
  /** The library's own. */
  | { readonly kind: 'library'; readonly node: Node };

/**
 * How much a kernel may take on: `joined` is the rule; where a kernel would then read from more buffers than the device allows, `apart`
 * gives every size and every result a dispatch of its own, and `single` makes each value once, from values in memory.
 */
export const fusions = ['joined', 'apart', 'single'] as const;
export type Fusion = (typeof fusions)[number];

export interface Plan {
  readonly kernels: readonly Kernel[];
  readonly operations: ReadonlyMap<Node, Operation | null>;
  /** Values with memory of the record's own, and the positions of the kernels that write first and read last. */
  readonly stored: ReadonlyMap<Value, Lifetime>;
  /** Values that are written straight into a slot. */
  readonly direct: ReadonlyMap<Value, Slot>;
  /** In-place results and the values whose memory they take over. */
  readonly aliases: ReadonlyMap<Value, Value>;
  /** Pieces of slots and of tensors from before that need no copy: the whole and the piece's first element. */
  readonly views: ReadonlyMap<Value, View>;
  /** Roots whose slot must be written after all kernels. */
  readonly late: ReadonlySet<Root>;
  readonly counts: { readonly captured: number; readonly live: number; readonly fused: number };
  /** Bytes of all values that the step makes, before anything is left out. */
  readonly unplannedBytes: number;
}

export interface View {
  readonly of: Value;
  readonly start: number;
}

export interface Lifetime {
  readonly from: number;
  readonly to: number;
}

/** A row to be appended to a ring of rows. */
export interface Append {
  readonly ring: Slot;
  readonly cursor: Value;
  readonly row: Value;
}

/** The node that makes a value, if one does. */
export const makerOf = (value: Value): Node | undefined => (value.origin.kind === 'node' ? value.origin.node : undefined);

/** Roots of a kernel that the record generates. */
export function rootsOf(kernel: Kernel): readonly Root[] {
  switch (kernel.kind) {
    case 'map':
      return kernel.sections.flatMap(({ roots }) => roots);
    case 'serial':
      return kernel.roots;
    default:
      return [];
  }
}

/** Values that a kernel brings into being. */
export function madeBy(kernel: Kernel): readonly Value[] {
  switch (kernel.kind) {
    case 'library':
      return [kernel.node.output];
    case 'reduce':
      return kernel.items.map(({ node }) => node.output);
    default:
      return rootsOf(kernel).map(({ value, into }) => into?.whole ?? value);
  }
}
