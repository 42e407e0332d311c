/**
 * Decides what a record consists of: which values are kept in memory, which are computed inside the kernel that needs them, and which
 * of the resulting kernels share a dispatch. Nothing here touches the device.
 */
import { NotRecordable } from '../library';
import { Choice, smallRoot } from './cost';
import { type Graph, liveNodes, type Node, type Use, type Value } from './graph';
import { type Append, type Fusion, type Kernel, madeBy, makerOf, type Plan, type Root, type Section, type View } from './kernel';
import type { Operation, Reduction } from './operation';
import { operationOf } from './operations';
import { isMapped } from './reductions';
import { alignment, type Slot } from './step-memory';

/** Sections that share a dispatch, at most. */
const mostSections = 48;
/** Concatenations of more pieces than this are written piece by piece. */
const fewPieces = 2;

let branchesAreDear = false;

/**
 * Whether kernels of different sizes have a dispatch each. A thread of a shared one first finds its section; a software adapter computes
 * all sections in every thread and throws away all but one, which costs more than the dispatches saved.
 */
export function avoidBranches(always: boolean): void {
  branchesAreDear = always;
}

const isScatter = (node: Node | undefined): node is Node => node?.program.shaderKey.startsWith('polyakScatterRows_') ?? false;

class Planner {
  private readonly live: Node[];
  private readonly operations = new Map<Node, Operation | null>();
  private readonly users = new Map<Value, Node[]>();
  /** Values kept in memory between kernels. */
  private readonly kept = new Set<Value>();
  private readonly direct = new Map<Value, Slot>();
  private readonly final: Root[] = [];
  private readonly readSlots = new Set<Slot>();
  private readonly views = new Map<Value, View>();

  constructor(
    private readonly graph: Graph,
    private readonly appends: readonly Append[],
    private readonly fusion: Fusion,
  ) {
    this.live = liveNodes(graph);
    for (const node of this.live) this.operations.set(node, operationOf(node));
    this.indexUsers();
  }

  plan(): Plan {
    const live = this.live.length;
    this.takeScatters();
    this.chooseOutputs();
    this.takeViews();
    this.chooseKept();
    const body = this.bodyKernels();
    const kernels = this.fusion === 'joined' ? this.merged(body) : body;
    kernels.push(...this.finalKernels());
    return {
      kernels,
      operations: this.operations,
      ...this.lifetimes(kernels),
      direct: this.direct,
      views: this.views,
      late: this.lateRoots(kernels),
      counts: { captured: this.graph.nodes.length, live, fused: kernels.length },
      unplannedBytes: this.graph.nodes.reduce((sum, { output }) => sum + 4 * output.size, 0),
    };
  }

  private indexUsers(): void {
    this.users.clear();
    for (const node of this.live) {
      for (const value of new Set([...node.uses.map((use) => use.value), ...(node.overwrites ? [node.overwrites] : [])])) {
        const list = this.users.get(value);
        if (list) list.push(node);
        else this.users.set(value, [node]);
      }
    }
  }

  private usersOf(value: Value): readonly Node[] {
    return this.users.get(value) ?? [];
  }

  /** Whether one thread can make an element of this value. */
  private mapped(value: Value): boolean {
    const node = makerOf(value);
    return !this.views.has(value) && node !== undefined && isMapped(this.operations.get(node) ?? null);
  }

  /**
   * select(alive, scatter into a copy of the slot, slot) → the slot: written in place, a row a sample, without copying the slot.
   */
  private takeScatters(): void {
    for (const [slot, value] of this.graph.outputs) {
      const chosen = makerOf(value);
      const isSelect = chosen?.program.shaderKey.startsWith('select_') ?? false;
      const scatter = isSelect ? makerOf(chosen!.uses[1]!.value) : chosen;
      if (!chosen || !isScatter(scatter) || !scatter.overwrites) continue;
      const copy = makerOf(scatter.overwrites);
      const before = copy?.uses[0]?.value;
      if (copy?.uses.length !== 1 || before?.origin.kind !== 'slot' || before.origin.slot !== slot) continue;
      if (isSelect && (chosen.uses[2]!.value !== before || chosen.uses[0]!.value.size > 1)) continue;
      const chain = new Set([copy, scatter, chosen]);
      const onlyHere = [before, copy.output, scatter.output].every((each) => this.usersOf(each).every((user) => chain.has(user)));
      if (!onlyHere || this.usersOf(value).length > 0) continue;
      const [updates, indices] = scatter.uses as [Use, Use];
      const condition = isSelect ? chosen.uses[0]!.value : null;
      this.final.push({
        value: updates.value,
        slot,
        rows: { indices: indices.value, rowSize: updates.value.size / indices.value.size, condition },
      });
      for (const node of chain) this.live.splice(this.live.indexOf(node), 1);
      this.indexUsers();
    }
  }

  /**
   * A slice of a flat slot that begins where bindings may begin is read where it lies. (Only where a kernel of the library reads it: ours
   * read any slice in place.)
   */
  private takeViews(): void {
    for (const node of [...this.live]) {
      const [use] = node.uses;
      const base = use?.value;
      if (!node.program.shaderKey.startsWith('slice_') || node.shape.length !== 1 || use!.shape.length !== 1) continue;
      if (base?.origin.kind !== 'slot' && base?.origin.kind !== 'external') continue;
      const start = node.uniforms[0]!.data[0]!;
      const output = node.output;
      const forLibrary = this.usersOf(output).some((user) => !this.operations.get(user));
      if ((4 * start) % alignment !== 0 || !forLibrary || this.direct.has(output)) continue;
      this.views.set(output, { of: base, start });
      this.live.splice(this.live.indexOf(node), 1);
    }
    this.indexUsers();
  }

  private chooseOutputs(): void {
    const taken = new Set(this.final.map(({ slot }) => slot));
    const read = (value: Value) => {
      if (value.origin.kind === 'slot') this.readSlots.add(value.origin.slot);
    };
    for (const node of this.live) for (const { value } of node.uses) read(value);
    for (const value of this.graph.outputs.values()) read(value);
    for (const { cursor, row } of this.appends) for (const value of [cursor, row]) read(value);
    for (const { value, rows } of this.final)
      for (const each of [value, rows!.indices, ...(rows!.condition ? [rows!.condition] : [])]) read(each);

    for (const [slot, value] of this.graph.outputs) {
      if (taken.has(slot) || (value.origin.kind === 'slot' && value.origin.slot === slot)) continue;
      const straight = this.mapped(value) && !this.readSlots.has(slot) && !this.direct.has(value);
      if (straight) {
        this.direct.set(value, slot);
        this.kept.add(value);
      } else this.final.push({ value, slot });
    }
    for (const { ring, cursor, row } of this.appends) this.final.push({ value: row, slot: ring, ring: { cursor } });
  }

  /** Which mapped values are kept in memory: those that kernels of the library read, and those that are too dear to make again. */
  private chooseKept(): void {
    for (const node of this.live) {
      if (node.overwrites && this.mapped(node.overwrites)) this.kept.add(node.overwrites);
      if (this.operations.get(node)) continue;
      for (const { value } of node.uses) if (this.mapped(value)) this.kept.add(value);
    }
    if (this.fusion === 'single') {
      for (const { output } of this.live) if (this.mapped(output)) this.kept.add(output);
      return;
    }
    // The cost of a value depends on what it is made from being kept, which is decided after it: hence twice.
    const step = {
      live: this.live,
      operations: this.operations,
      final: this.final,
      kept: this.kept,
      mapped: (value: Value) => this.mapped(value),
    };
    const device = branchesAreDear ? 'software' : 'gpu';
    const first = new Choice(step, new Set(this.kept), device).kept();
    for (const value of new Choice(step, first, device).kept()) this.kept.add(value);
  }

  private bodyKernels(): Kernel[] {
    return this.live.flatMap((node): Kernel[] => {
      const operation = this.operations.get(node) ?? null;
      if (!operation) return [{ kind: 'library', node }];
      if (!isMapped(operation))
        return [{ kind: 'reduce', shape: operation as Reduction, items: [{ node, operation: operation as Reduction }] }];
      if (!this.kept.has(node.output)) return [];
      if (node.program.shaderKey.startsWith('concat_') && node.uses.length > fewPieces) return this.pieces(node);
      return [
        {
          kind: 'map',
          sections: [{ size: node.output.size, roots: [{ value: node.output, slot: this.direct.get(node.output) ?? null }] }],
        },
      ];
    });
  }

  /** Kernels that write the pieces of a concatenation where they belong. */
  private pieces(node: Node): Kernel[] {
    const columns = node.shape[1]!;
    let next = 0;
    return node.uses.map(({ value, shape }) => {
      const width = shape[1]!;
      const start = next;
      next += width;
      return {
        kind: 'map',
        sections: [{ size: value.size, roots: [{ value, slot: null, into: { whole: node.output, start, columns, width } }] }],
      };
    });
  }

  /** Whether a value lies in memory when a kernel other than the one that makes it reads it. */
  isStored(value: Value): boolean {
    const node = makerOf(value);
    return !node || this.views.has(value) || this.kept.has(value) || !isMapped(this.operations.get(node) ?? null);
  }

  /**
   * Calls `visit` for every value that lies in memory and that making `value` reads; `same` tells whether only at the element's own place.
   * @param own values that the kernel makes itself
   */
  private readsOf(
    value: Value,
    own: ReadonlySet<Value>,
    visit: (value: Value, same: boolean) => void,
    same = true,
    seen = new Set<string>(),
  ): void {
    const view = this.views.get(value);
    if (view) {
      this.readsOf(view.of, own, visit, false, seen);
      return;
    }
    const key = `${value.id} ${same}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (own.has(value)) visit(value, same);
    else if (this.isStored(value)) {
      visit(value, same);
      return;
    }
    const node = makerOf(value);
    const operation = node ? this.operations.get(node) : null;
    if (!node || !operation || !isMapped(operation)) return;
    node.uses.forEach((use, i) => {
      this.readsOf(use.value, own, visit, same && operation.kind === 'map' && operation.sameIndex(i), seen);
    });
  }

  /** All reads of a kernel, with the section (or item) that reads. */
  private kernelReads(kernel: Kernel): { value: Value; same: boolean; section: number }[] {
    const reads: { value: Value; same: boolean; section: number }[] = [];
    const add = (section: number) => (value: Value, same: boolean) => {
      reads.push({ value, same, section });
    };
    const ownOf = (roots: readonly Root[]) =>
      new Set(roots.filter(({ value, slot, into }) => !into && (!slot || this.direct.has(value))).map(({ value }) => value));
    const readRoot = (root: Root, own: ReadonlySet<Value>, section: number) => {
      this.readsOf(root.value, own, add(section));
      // What decides where a row goes is read at another place than the element's own.
      for (const value of [root.rows?.indices, root.rows?.condition, root.ring?.cursor])
        if (value) this.readsOf(value, own, add(section), false);
    };
    switch (kernel.kind) {
      case 'library':
        for (const { value } of kernel.node.uses) reads.push({ value: this.views.get(value)?.of ?? value, same: false, section: 0 });
        if (kernel.node.overwrites) reads.push({ value: kernel.node.overwrites, same: false, section: 0 });
        break;
      case 'reduce':
        for (const { node } of kernel.items) for (const { value } of node.uses) this.readsOf(value, new Set(), add(0), false);
        break;
      case 'serial':
        for (const root of kernel.roots) readRoot(root, new Set(), 0);
        break;
      case 'map':
        kernel.sections.forEach(({ roots }, section) => {
          const own = ownOf(roots);
          for (const root of roots) readRoot(root, own, section);
        });
        break;
      default:
        kernel satisfies never;
    }
    return reads;
  }

  /** Kernels that share a dispatch are joined: rows of the same shape, and elementwise kernels that do not wait for each other. */
  private merged(kernels: readonly Kernel[]): Kernel[] {
    const result: Kernel[] = [];
    const positions = new Map<Value, number>();
    const place = (kernel: Kernel, position: number) => {
      for (const value of madeBy(kernel)) positions.set(value, Math.max(position, positions.get(value) ?? 0));
    };
    for (const kernel of kernels) {
      const reads = this.kernelReads(kernel);
      // The latest kernel that this one waits for.
      const waits = Math.max(-1, ...reads.map(({ value }) => positions.get(value) ?? -1));
      let joined = false;
      for (let position = result.length - 1; position >= Math.max(0, waits) && !joined; position--) {
        joined = this.join(result[position]!, kernel, position === waits ? reads : null);
        if (joined) place(kernel, position);
      }
      if (joined) continue;
      place(kernel, result.length);
      result.push(kernel);
    }
    return result;
  }

  /** Adds `kernel` to `host` if that is possible. `reads`: what it reads, where some of it is made by the host. */
  private join(host: Kernel, kernel: Kernel, reads: readonly { value: Value; same: boolean }[] | null): boolean {
    if (host.kind === 'reduce' && kernel.kind === 'reduce') {
      const same = (['outer', 'inner', 'width', 'interleaved'] as const).every((key) => host.shape[key] === kernel.shape[key]);
      if (reads || !same) return false;
      host.items.push(...kernel.items);
      return true;
    }
    if (host.kind !== 'map' || kernel.kind !== 'map') return false;
    const [section] = kernel.sections;
    const partner = host.sections.find(({ size }) => size === section!.size);
    if (reads) {
      const made = new Set(madeBy(host));
      const own = new Set(partner?.roots.map(({ value }) => value));
      // Its elements are made from the host's elements at the same place, by the same thread.
      if (!partner || reads.some(({ value, same }) => made.has(value) && (!same || !own.has(value)))) return false;
    }
    if (partner) {
      partner.roots.push(...section!.roots);
      return true;
    }
    if (branchesAreDear || host.sections.length >= mostSections) return false;
    host.sections.push(section!);
    return true;
  }

  /** What a step leaves behind is written last, when nobody reads what was there before. */
  private finalKernels(): Kernel[] {
    if (this.fusion !== 'joined') return this.final.map((root) => ({ kind: 'map', sections: [{ size: root.value.size, roots: [root] }] }));
    const small = this.final.filter(({ value, rows }) => value.size <= smallRoot && !rows);
    const large = this.final.filter((root) => !small.includes(root));
    const sections: Section[] = [];
    for (const root of large) {
      const partner = sections.find(({ size, roots }) => size === root.value.size && !root.rows && !roots[0]!.rows);
      if (partner) partner.roots.push(root);
      else sections.push({ size: root.value.size, roots: [root] });
    }
    // A slot that another section reads is written by a kernel of its own, afterwards.
    const together: Kernel = { kind: 'map', sections };
    const reads = this.kernelReads(together);
    const disputed = sections.filter(({ roots }, own) =>
      roots.some(({ slot }) =>
        reads.some(({ value, section }) => section !== own && value.origin.kind === 'slot' && value.origin.slot === slot),
      ),
    );
    const undisputed = sections.filter((section) => !disputed.includes(section));
    const kernels: Kernel[] = [];
    if (undisputed.length > 0 && !branchesAreDear) kernels.push({ kind: 'map', sections: undisputed });
    for (const section of branchesAreDear ? [...undisputed, ...disputed] : disputed) kernels.push({ kind: 'map', sections: [section] });
    if (small.length > 0) kernels.push({ kind: 'serial', roots: small });
    return kernels;
  }

  /** Roots that would change a slot while its old content is still needed. */
  private lateRoots(kernels: readonly Kernel[]): Set<Root> {
    const reads = kernels.map((kernel) => this.kernelReads(kernel));
    const late = new Set<Root>();
    kernels.forEach((kernel, position) => {
      const sections = kernel.kind === 'map' ? kernel.sections : kernel.kind === 'serial' ? [{ roots: kernel.roots }] : [];
      sections.forEach(({ roots }, own) => {
        for (const root of roots) {
          if (!root.slot || this.direct.get(root.value) === root.slot) continue;
          const conflicts = ({ value, same, section }: { value: Value; same: boolean; section: number }, at: number) =>
            value.origin.kind === 'slot' &&
            value.origin.slot === root.slot &&
            (at > position || (at === position && kernel.kind === 'map' && (section !== own || !same || root.rows !== undefined)));
          if (reads.some((list, at) => list.some((read) => conflicts(read, at)))) late.add(root);
        }
      });
    });
    if ([...late].some(({ rows, ring }) => rows || ring))
      throw new NotRecordable('rows of a slot are replaced while the slot is still read');
    return late;
  }

  private lifetimes(kernels: readonly Kernel[]): Pick<Plan, 'stored' | 'aliases'> {
    const aliases = new Map<Value, Value>();
    const ends = new Map<Value, { from: number; to: number }>();
    const owner = (value: Value): Value => {
      const base = aliases.get(value);
      return base ? owner(base) : value;
    };
    kernels.forEach((kernel, position) => {
      for (const value of madeBy(kernel)) {
        // What a final root merely copies was made elsewhere.
        if (!makerOf(value) || !this.isStored(value) || this.direct.has(value) || aliases.has(value)) continue;
        const begun = ends.get(value);
        if (begun) {
          // Of a concatenation, another piece.
          begun.to = Math.max(begun.to, position);
          continue;
        }
        const overwrites = kernel.kind === 'library' ? kernel.node.overwrites : null;
        if (overwrites) aliases.set(value, overwrites);
        else ends.set(value, { from: position, to: position });
      }
    });
    kernels.forEach((kernel, position) => {
      const overwrites = kernel.kind === 'library' ? kernel.node.overwrites : null;
      for (const { value } of this.kernelReads(kernel)) {
        const life = ends.get(owner(value));
        if (life) life.to = Math.max(life.to, position);
      }
      if (!overwrites) return;
      const lateReader = kernels.slice(position + 1).some((later) => this.kernelReads(later).some(({ value }) => value === overwrites));
      if (lateReader) throw new NotRecordable('a value is read after a program wrote over it');
    });
    return { stored: ends, aliases };
  }
}

/**
 * Plans a graph.
 * @param appends rows that go into rings of rows, each step into the next
 * @param fusion how much a kernel may take on
 * @throws NotRecordable where the step reads and writes in an order that a record cannot keep
 */
export function planOf(graph: Graph, appends: readonly Append[] = [], fusion: Fusion = 'joined'): Plan {
  return new Planner(graph, appends, fusion).plan();
}
