/** Recording a step: doing it once eagerly, compiling what it did, doing it again from the record, and comparing. */
import type { DataId, Tensor } from '@tensorflow/tfjs-core';
import { bufferOf, libraryDevice, NotRecordable, observe } from '../library';
import { type Graph, graphOf } from './graph';
import { type Append, fusions } from './kernel';
import { planOf } from './plan';
import type { Slot, StepMemory } from './step-memory';
import { StepRecord, TooManyBuffers } from './step-record';

/** What a recorded step leaves behind. */
export interface StepOutputs {
  /** Tensors by the slot that holds them after the step. */
  readonly slots: Readonly<Record<string, Tensor>>;
  /** A row that each step puts into the next place of a ring of rows (a slot); the cursor is an int32 input tensor [1]. */
  readonly append?: { readonly ring: string; readonly cursor: Tensor; readonly row: Tensor };
}

/** How the first repetition differed from the eager step. */
export interface Difference {
  /** Whether all numbers are the same to the bit. */
  readonly exact: boolean;
  /** Largest |a − b| / max(|a|, |b|, size of the largest number of its tensor · 1e-3). */
  readonly relative: number;
  /** The slot where it was found. */
  readonly where: string;
}

export interface Recorded {
  readonly record: StepRecord;
  readonly difference: Difference;
}

/**
 * Beyond this the repetition is wrong, not merely rounded otherwise: fused arithmetic may be contracted by a GPU's compiler (a · b + c
 * with one rounding), which the separate kernels cannot be.
 */
const tolerated = 1e-3;

function compare(expected: ArrayLike<number>, found: ArrayLike<number>, where: string, worst: Difference): Difference {
  let largest = 0;
  for (let i = 0; i < expected.length; i++)
    if (Math.abs(expected[i]!) > largest && Number.isFinite(expected[i])) largest = Math.abs(expected[i]!);
  let result = worst;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [expected[i]!, found[i]!];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const scale = Math.max(Math.abs(a), Math.abs(b), largest * 1e-3, Number.MIN_VALUE);
    const error = Math.abs(a - b) / scale;
    const relative = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    if (result.exact || relative > result.relative) result = { exact: false, relative, where };
  }
  return result;
}

/**
 * Records a step and makes it: runs it once eagerly, on tensors that stand for the slots, compiles what it did, makes the same step from the
 * record, and compares. Afterwards the slots hold the result of one step; if it throws, those that it
 * reads hold what they held before.
 *
 * @param memory where the step's inputs lie and its results go
 * @param inputs names of the slots that the step reads
 * @param step makes the step from tensors of the slots' content, by name; it must tidy up after itself but for the tensors it returns
 * @param undo leaves the slots that the step read as they were: it is recorded, and made later
 * @throws NotRecordable if the step does something that cannot be repeated on the device alone, or the repetition differs
 */
export async function record(
  memory: StepMemory,
  inputs: readonly string[],
  step: (inputs: Record<string, Tensor>) => StepOutputs,
  undo = false,
): Promise<Recorded> {
  const device = libraryDevice();
  const tensors: Record<string, Tensor> = {};
  const slots = new Map<DataId, Slot>();
  for (const name of inputs) {
    tensors[name] = memory.fetch(name);
    slots.set(tensors[name].dataId, memory.slot(name));
  }
  const given = new Set(Object.values(tensors));
  // What was read is what there was.
  const restore = () => {
    for (const name of inputs) memory.store(name, tensors[name]!);
  };
  let outputs: StepOutputs | null = null;
  let compiled: StepRecord | null = null;
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let scopes = 2;
  const gpuError = async () => {
    const errors: (GPUError | null)[] = [];
    for (; scopes > 0; scopes--) errors.push(await device.popErrorScope());
    return errors.find((error) => error !== null) ?? null;
  };
  try {
    const { result, activity } = observe(() => {
      outputs = step(tensors);
      // A result that the host alone made is seen when it is uploaded.
      for (const tensor of [...Object.values(outputs.slots), ...(outputs.append ? [outputs.append.row] : [])]) bufferOf(tensor);
      return outputs;
    });
    outputs = result;
    const { append } = result;
    const results = new Map(Object.entries(result.slots).map(([name, tensor]) => [memory.slot(name), tensor]));
    const graph = graphOf(activity, slots, results, append ? [append.cursor, append.row] : []);
    const appends: Append[] = append ? [{ ring: memory.slot(append.ring), cursor: graph.extra[0]!, row: graph.extra[1]! }] : [];
    compiled = await compile(graph, appends);
    const encoder = device.createCommandEncoder();
    compiled.encode(encoder);
    device.queue.submit([encoder.finish()]);
    const error = await gpuError();
    if (error) throw new NotRecordable(`the GPU refused the recorded step: ${error.message}`);
    const difference = await differenceOf(memory, outputs, tensors);
    if (difference.relative > tolerated) {
      throw new NotRecordable(
        `the recorded step differs from the eager one (${difference.where}, relative ${difference.relative.toPrecision(2)})`,
      );
    }
    if (undo) restore();
    return { record: compiled, difference };
  } catch (error) {
    const reported = await gpuError();
    compiled?.dispose();
    restore();
    throw reported ? new NotRecordable(reported.message) : error;
  } finally {
    const made = outputs ? [...Object.values(outputs.slots), ...(outputs.append ? [outputs.append.row] : [])] : [];
    for (const tensor of new Set(made)) if (!given.has(tensor)) tensor.dispose();
    for (const tensor of given) tensor.dispose();
  }
}

/** Compiles a graph into as few kernels as the device's limits allow. */
async function compile(graph: Graph, appends: readonly Append[]): Promise<StepRecord> {
  let refusal: unknown = null;
  for (const fusion of fusions) {
    try {
      return await StepRecord.compile(planOf(graph, appends, fusion));
    } catch (error) {
      if (!(error instanceof TooManyBuffers)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

async function differenceOf(memory: StepMemory, outputs: StepOutputs, inputs: Readonly<Record<string, Tensor>>): Promise<Difference> {
  let difference: Difference = { exact: true, relative: 0, where: '' };
  for (const [name, tensor] of Object.entries(outputs.slots)) {
    if (tensor === inputs[name]) continue;
    const found = memory.fetch(name);
    difference = compare(await tensor.data(), await found.data(), name, difference);
    found.dispose();
  }
  if (outputs.append) {
    const { ring, cursor, row } = outputs.append;
    const table = memory.fetch(ring);
    const [numbers, [at], expected] = await Promise.all([table.data(), cursor.data(), row.data()]);
    table.dispose();
    const start = (at! * expected.length) % numbers.length;
    difference = compare(expected, numbers.slice(start, start + expected.length), ring, difference);
  }
  return difference;
}
