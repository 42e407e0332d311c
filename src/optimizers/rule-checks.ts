/** Makes single updates of a direct rule on plain numbers, for the tests of the rules. Computes on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import { env, mean, type Scalar, scalar, setBackend, square, sum, type Tensor, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { type FieldValue, fieldsSchema } from '../fields/field';
import type { OptimizerDefinition, OptimizerState, RunShape } from './definition';

export const someShape: RunShape = { trainSize: 4, epochs: 20, batchesPerEpoch: 2, lowerBound: 0 };

export interface PlainStep {
  readonly grad: readonly number[];
  /** One a sample of the batch; default: a single loss of 1. */
  readonly losses?: readonly number[];
  /** Default: 0, 1, … */
  readonly sampleIds?: readonly number[];
  /** The batch loss at other weights. */
  readonly lossAt?: (w: readonly number[]) => number;
}

/** A rule with its weights and state, one update at a time. */
export class RuleUnderTest {
  w: Tensor1D;
  state: OptimizerState;
  readonly hyperparameters: Record<string, FieldValue>;
  private readonly method;

  /** @param hyperparameters what differs from the defaults */
  constructor(
    definition: OptimizerDefinition,
    w: readonly number[],
    hyperparameters: Record<string, FieldValue> = {},
    private readonly shape: RunShape = someShape,
  ) {
    if (definition.method.kind !== 'direct') throw new Error(`${definition.id} is no direct rule`);
    this.method = definition.method;
    this.hyperparameters = fieldsSchema(definition.fields).parse(hyperparameters);
    const start = this.method.init(tensor1d([...w]), this.hyperparameters, shape);
    this.w = start.w;
    this.state = start.state;
  }

  get weights(): number[] {
    return [...this.w.dataSync()];
  }

  /** A tensor of the state as plain numbers. */
  of(name: string): number[] {
    return [...this.state[name]!.dataSync()];
  }

  /** Replaces a tensor of the state. */
  set(name: string, values: readonly number[]): void {
    this.state = { ...this.state, [name]: tensor1d([...values]) };
  }

  /** One update; returns γ before and after clipping (NaN where the rule has none). */
  step({ grad, losses = [1], sampleIds = losses.map((_, index) => index), lossAt }: PlainStep): { stepSize: number; unclipped: number } {
    const gradient = tensor1d([...grad]);
    const perSample = tensor1d([...losses]);
    const constants = this.method.constants(this.hyperparameters, this.shape, 0);
    const result = this.method.update(
      {
        w: this.w,
        grad: gradient,
        gradNormSq: sum(square(gradient)) as Scalar,
        losses: perSample,
        loss: mean(perSample) as Scalar,
        sampleIds: tensor1d([...sampleIds], 'int32'),
        lossAt: (w) => scalar(lossAt?.([...w.dataSync()]) ?? Number.NaN),
      },
      this.state,
      Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, scalar(value)])),
      this.hyperparameters,
    );
    this.w = result.w;
    this.state = result.state;
    const read = (tensor: Tensor | null) => tensor?.dataSync()[0] ?? Number.NaN;
    return { stepSize: read(result.stepSize), unclipped: read(result.stepSizeUnclipped) };
  }

  /** The end of an epoch (1-based). */
  endEpoch(epochsFinished: number): void {
    this.state = this.method.endEpoch!(this.state, epochsFinished, this.shape, this.hyperparameters);
  }
}

/** Largest |found − expected| / max(|expected|, 1); infinite where a number is missing or not one. */
export function worstError(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((worst, value, index) => {
    const error = Math.abs(found[index]! - value) / Math.max(Math.abs(value), 1);
    return error <= worst ? worst : Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }, 0);
}

/** Computes on the CPU from here on, without the library's advice on the console. */
export async function useCpu(): Promise<void> {
  env().set('IS_TEST', true);
  await setBackend('cpu');
}
