/** What making a value again costs, and which values are therefore kept in memory. */
import type { Node, Value } from './graph';
import { makerOf, type Root } from './kernel';
import type { Operation } from './operation';
import { isMapped } from './reductions';

/** Roots of at most this many elements are made by a single thread. */
export const smallRoot = 8;
/**
 * Work, in instructions of all threads together, that is worth one dispatch less: a value that several threads need is made by each of
 * them, as long as that does not cost more than this. (A software adapter is slow in computing, not in dispatching.)
 */
const dispatchWorth = { gpu: 400_000, software: 20_000 } as const;
/** Instructions that a kernel of few threads may take over for what would otherwise be made by more of them. */
const longestAlone = 4000;
/** What a load from memory is worth, in instructions. */
const loadCost = 4;

/** What a kernel asks of a value. */
interface Demand {
  /** Elements computed, those computed again counted again. */
  readonly elements: number;
  /** Threads of the kernel. */
  readonly threads: number;
}

/** How many elements of an input a node reads to make `made` elements of its output. */
function readFor(node: Node, operation: Operation, input: Value, made: number): number {
  if (operation.kind === 'reduction') return made * operation.inner;
  if (node.program.shaderKey.startsWith('concat_')) return (made * input.size) / node.output.size;
  return made * (operation.repeats ?? 1);
}

/** A step, as far as the choice depends on it. */
export interface Choices {
  readonly live: readonly Node[];
  readonly operations: ReadonlyMap<Node, Operation | null>;
  /** What is stored after all else. */
  readonly final: readonly Root[];
  /** What must be kept. */
  readonly kept: ReadonlySet<Value>;
  /** Whether one thread can make an element of the value. */
  mapped(value: Value): boolean;
}

/** One round of the choice; `assumed` are the values taken as kept when costs are estimated. */
export class Choice {
  private readonly costs = new Map<Value, number>();

  constructor(
    private readonly step: Choices,
    private readonly assumed: ReadonlySet<Value>,
    private readonly device: 'gpu' | 'software',
  ) {}

  /** The values to keep. */
  kept(): Set<Value> {
    const { live, operations, final, mapped } = this.step;
    const kept = new Set(this.step.kept);
    const demands = new Map<Value, Map<unknown, Demand>>();
    const ask = (value: Value, place: unknown, elements: number, threads: number) => {
      const places = demands.get(value) ?? new Map<unknown, Demand>();
      places.set(place, { elements: (places.get(place)?.elements ?? 0) + elements, threads });
      demands.set(value, places);
    };
    for (const { value, rows, ring } of final) {
      const serial = value.size <= smallRoot && !rows;
      for (const each of [value, rows?.indices, rows?.condition, ring?.cursor]) {
        if (each) ask(each, serial ? 'serial' : `final ${value.size}`, serial ? each.size : value.size, serial ? 1 : value.size);
      }
    }
    for (const node of [...live].reverse()) {
      const value = node.output;
      const operation = operations.get(node);
      if (!operation) continue;
      let places = demands.get(value) ?? new Map<unknown, Demand>();
      if (operation.kind === 'reduction' && !isMapped(operation)) {
        const numbers = operation.interleaved ? operation.inner : operation.outer * operation.inner;
        for (const { value: input } of node.uses) ask(input, node, numbers, numbers);
        continue;
      }
      if (mapped(value) && !kept.has(value) && places.size > 0) {
        const all = [...places.values()];
        // What does not depend on the thread is made once by each of them, whatever loops it is used in.
        const made = all.reduce((sum, { elements, threads }) => sum + (value.size === 1 ? Math.min(elements, threads) : elements), 0);
        const making = this.makingOf(value);
        const saved = (made - value.size) * Math.max(0, making - loadCost - 1);
        // Few threads must not do alone what many could have done at once.
        const longest = Math.max(...all.map(({ elements, threads }) => (threads < value.size ? (elements / threads) * making : 0)));
        if (saved > dispatchWorth[this.device] || longest > longestAlone) kept.add(value);
      }
      if (kept.has(value)) places = new Map([[value, { elements: value.size, threads: value.size }]]);
      for (const { value: input } of node.uses) {
        for (const [place, { elements, threads }] of places) ask(input, place, readFor(node, operation, input, elements), threads);
      }
    }
    return kept;
  }

  /** Instructions that having one element takes: loading it where it is kept, else making it. */
  private costOf(value: Value): number {
    return this.assumed.has(value) || !this.step.mapped(value) ? (value.size > 1 ? loadCost : 0) : this.makingOf(value);
  }

  /** Instructions that making one element of a mapped value takes, with what is not kept made along with it. */
  private makingOf(value: Value): number {
    const known = this.costs.get(value);
    if (known !== undefined) return known;
    const node = makerOf(value)!;
    const operation = this.step.operations.get(node)!;
    const parts = node.uses.map((use) => this.costOf(use.value));
    const choosesOne = node.program.shaderKey.startsWith('concat_');
    const inputs = choosesOne ? Math.max(0, ...parts) : parts.reduce((sum, part) => sum + part, 0);
    const times = operation.kind === 'reduction' ? operation.inner : (operation.repeats ?? 1);
    const own = operation.kind === 'reduction' ? 2 : choosesOne ? 8 : operation.cost;
    const cost = Math.min(1e9, times * (own + inputs));
    this.costs.set(value, cost);
    return cost;
  }
}
