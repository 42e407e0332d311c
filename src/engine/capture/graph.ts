/**
 * What a step does, as a graph: values, each written once, and the library programs that make one from others. Reshaped tensors are
 * one value seen in several shapes. Nodes stand in the order in which the step made them.
 */
import type { DataId, Tensor } from '@tensorflow/tfjs-core';
import { type Activity, type DType, dataOf, type LibraryProgram, NotRecordable, type Operand, type ProgramUniform } from '../library';
import type { Slot } from './step-memory';

/** Where a value's numbers come from. */
export type Origin =
  | { readonly kind: 'node'; readonly node: Node }
  /** A tensor that existed before and stays (the data set). */
  | { readonly kind: 'external'; readonly buffer: GPUBuffer }
  /** Numbers that the step's code brought along. */
  | { readonly kind: 'constant'; readonly numbers: Float32Array | Int32Array }
  /** What a slot held when the step began. */
  | { readonly kind: 'slot'; readonly slot: Slot };

export interface Value {
  readonly id: number;
  /** Number of elements. */
  readonly size: number;
  readonly dtype: DType;
  readonly origin: Origin;
}

/** A value as an input, in the shape in which it is seen there. */
export interface Use {
  readonly value: Value;
  readonly shape: readonly number[];
}

export interface Node {
  readonly program: LibraryProgram;
  readonly uses: readonly Use[];
  readonly output: Value;
  /** Shape in which the program writes its output. */
  readonly shape: readonly number[];
  readonly uniformBytes: ArrayBuffer;
  readonly uniforms: readonly ProgramUniform[];
  /** The value whose buffer the output takes over, with whatever the program leaves of it; null for a fresh output. */
  readonly overwrites: Value | null;
}

export interface Graph {
  readonly nodes: readonly Node[];
  /** What each slot is to hold after the step. */
  readonly outputs: ReadonlyMap<Slot, Value>;
  /** Values of further tensors that were asked for. */
  readonly extra: readonly Value[];
}

const product = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/**
 * The graph of observed activity.
 * @param slots the slots that the step's input tensors stand for
 * @param outputs the tensors that are to go into slots; made by the step, or inputs or tensors from before
 * @throws NotRecordable where a node is of a kind that a record cannot repeat
 */
export function graphOf(
  activity: Activity,
  slots: ReadonlyMap<DataId, Slot>,
  outputs: ReadonlyMap<Slot, Tensor>,
  extra: readonly Tensor[] = [],
): Graph {
  let count = 0;
  const values = new Map<DataId, Value>();
  const nodes: Node[] = [];
  const newValue = (size: number, dtype: DType, origin: Origin): Value => ({ id: count++, size, dtype, origin });

  const valueBehind = (dataId: DataId): Value => {
    let value = values.get(dataId);
    if (!value) {
      const slot = slots.get(dataId);
      const numbers = activity.uploads.get(dataId);
      if (slot) value = newValue(slot.size, slot.dtype, { kind: 'slot', slot });
      else {
        const { size, dtype, buffer } = dataOf(dataId);
        value = newValue(size, dtype, numbers ? { kind: 'constant', numbers } : { kind: 'external', buffer });
      }
      values.set(dataId, value);
    }
    return value;
  };
  const known = (operand: Operand): Value => {
    const numbers = activity.uploads.get(operand.dataId);
    // An upload may have been disposed of since: all that is needed of it is here.
    if (numbers && !values.has(operand.dataId)) {
      values.set(operand.dataId, newValue(product(operand.shape), operand.dtype, { kind: 'constant', numbers }));
    }
    return valueBehind(operand.dataId);
  };

  for (const { program, inputs, output, uniformBytes, uniforms } of activity.dispatches) {
    const uses = inputs.map((operand): Use => ({ value: known(operand), shape: operand.shape }));
    const previous = values.get(output.dataId) ?? null;
    if (previous && previous.origin.kind !== 'node')
      throw new NotRecordable('a program of the step writes into data that is not the step’s own');
    // Node and value name each other.
    const node: Omit<Node, 'output'> & { output?: Value } = {
      program,
      uses,
      shape: output.shape,
      uniformBytes,
      uniforms,
      overwrites: previous,
    };
    node.output = newValue(product(output.shape), output.dtype, { kind: 'node', node: node as Node });
    values.set(output.dataId, node.output);
    nodes.push(node as Node);
  }
  return {
    nodes,
    outputs: new Map([...outputs].map(([slot, tensor]) => [slot, valueBehind(tensor.dataId)])),
    extra: extra.map((tensor) => valueBehind(tensor.dataId)),
  };
}

/** The nodes that something reads, in their order: gradients and copies that nobody asked for are left out. */
export function liveNodes({ nodes, outputs, extra }: Graph): Node[] {
  const needed = new Set<Value>([...outputs.values(), ...extra]);
  const live: Node[] = [];
  for (const node of [...nodes].reverse()) {
    if (!needed.has(node.output)) continue;
    live.push(node);
    for (const { value } of node.uses) needed.add(value);
    if (node.overwrites) needed.add(node.overwrites);
  }
  return live.reverse();
}
