/**
 * Why a step is what it is: one update of a run looked at from all sides, on the very batch and at the very weights, without making it. It is
 * computed from a `Moment` with tensors of its own, so that nothing of the run is touched: not its weights, state, carried numbers, place
 * in the epoch or draws. The gradient is the step's own (`gradientAt`), and what methods answer comes from their own rules.
 */
import { fill, mul, type Scalar, stack, sub, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { defaultsOf } from '../fields/field';
import { type DirectRule, type LineSearch, numeric, type OptimizerId, type OptimizerState } from '../optimizers/definition';
import { capOf, optimizerOf, optimizers } from '../optimizers/registry';
import { UploadedConstants } from './constants';
import type { OptimizerSetting } from './experiment';
import type { Moment } from './moment';
import { objectiveAt } from './objective';
import { type MethodAnswer, type ProbedTrial, type ProbeOptions, type ProbeResult, probePoints } from './probe-result';
import { runSearch } from './search';
import { uploaded } from './stager';
import { fixedNumbers, type Gradient, gradientAt, type StepSetting } from './step';

/** Methods whose step is not along −∇: each weight has a rate of its own. */
const ratePerWeight: ReadonlySet<OptimizerId> = new Set(['adam', 'adagrad', 'adabound', 'coin']);

/** A cap or a Polyak step this much larger than the steps that are made would hide them in a corner of the picture. */
const widest = 4;

/** The objective of a batch along −∇. Points that were asked for before are known. */
class Line {
  private readonly known = new Map<number, number>();

  constructor(
    readonly moment: Moment,
    readonly at: Gradient,
    readonly numbers: { readonly loss: number; readonly gradNormSq: number },
    readonly sampleIds: Tensor1D,
    private readonly halfLambda: Scalar | null,
    private readonly breathe: () => Promise<void>,
  ) {}

  /** The objective at other weights, on the device. Runs inside a tidy. */
  readonly objective = (w: Tensor1D): Scalar => {
    const { setting, standing } = this.moment;
    return objectiveAt(setting.task, w, this.at.batches, this.halfLambda, standing.carried);
  };

  /** At w − step·∇. */
  async lossAt(step: number): Promise<number> {
    const known = this.known.get(step);
    if (known !== undefined) return known;
    await this.breathe();
    const loss = tidy(() => this.objective(sub(this.moment.standing.w, mul(this.at.grad, step)) as Tensor1D));
    const [value] = await loss.data().finally(() => loss.dispose());
    this.known.set(step, value!);
    return value!;
  }
}

const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);

function targetOf({ id, hyperparameters }: OptimizerSetting, batchAov: number | null): number | null {
  if (id === 'aalig') return batchAov;
  if (id === 'alig') return 0;
  if (id === 'sps') return hyperparameters['variant'] === 'max' ? numeric(hyperparameters, 'optimum') : 0;
  return null;
}

/** What a direct rule does. @param state null: the one it begins with */
async function directAnswer(line: Line, rule: DirectRule, optimizer: OptimizerSetting, state: OptimizerState | null, epoch: number) {
  const { setting, standing } = line.moment;
  const { id, hyperparameters } = optimizer;
  const evaluations = 1 + rule.extraForwards;
  if (ratePerWeight.has(id)) return { optimizer, stepSize: null, unclipped: null, target: null, batchAov: null, trials: [], evaluations };
  const { w } = standing;
  const constants = new UploadedConstants();
  const uploadedConstants = constants.set(rule.constants(hyperparameters, setting.shape, epoch));
  try {
    const row = tidy(() => {
      const { grad, gradNormSq, losses, loss } = line.at;
      const begun = state ?? rule.init(w, hyperparameters, setting.shape).state;
      const input = { w, grad, gradNormSq, losses, loss, sampleIds: line.sampleIds, lossAt: line.objective };
      const result = rule.update(input, begun, uploadedConstants, hyperparameters);
      return stack([result.stepSize, result.stepSizeUnclipped, result.batchAov].map((value) => value ?? Number.NaN));
    });
    const [stepSize, unclipped, aov] = await row.data().finally(() => row.dispose());
    const batchAov = finite(aov);
    const answer: MethodAnswer = {
      optimizer,
      stepSize: finite(stepSize),
      unclipped: finite(unclipped),
      target: targetOf(optimizer, batchAov),
      batchAov,
      trials: [],
      evaluations,
    };
    return answer;
  } finally {
    constants.dispose();
  }
}

/** What a line search does that remembers `stored`. */
async function searchAnswer(line: Line, method: LineSearch, optimizer: OptimizerSetting, stored: number): Promise<MethodAnswer> {
  const { loss, gradNormSq } = line.numbers;
  const plain = { optimizer, target: null, batchAov: null };
  if (!Number.isFinite(loss) || !Number.isFinite(gradNormSq))
    return { ...plain, stepSize: null, unclipped: null, trials: [], evaluations: 1 };
  const tried: { step: number; loss: number }[] = [];
  const begin = { loss, gradNorm: Math.sqrt(gradNormSq), stored };
  const { first, applied } = await runSearch(method, begin, optimizer.hyperparameters, line.moment.setting.shape, async (step) => {
    const found = await line.lossAt(step);
    tried.push({ step, loss: found });
    return found;
  });
  // A search that rejected everything takes a step that it never tried.
  const trials = tried.map((trial, i): ProbedTrial => ({ ...trial, accepted: i === tried.length - 1 && trial.step === applied }));
  return { ...plain, stepSize: finite(applied), unclipped: finite(first), trials, evaluations: 1 + trials.length };
}

/** The run's own method, as it stands. */
function ownAnswer(line: Line): Promise<MethodAnswer> {
  const { setting, standing, search, epochs } = line.moment;
  const { definition, hyperparameters } = setting;
  const optimizer: OptimizerSetting = { id: definition.id, hyperparameters };
  const { method } = definition;
  return method.kind === 'direct'
    ? directAnswer(line, method, optimizer, standing.state, epochs)
    : searchAnswer(line, method, optimizer, search!.stored);
}

/** Another method with its default hyperparameters, in its first step. */
function firstAnswer(line: Line, id: OptimizerId): Promise<MethodAnswer> {
  const { method, fields } = optimizerOf(id);
  const optimizer: OptimizerSetting = { id, hyperparameters: defaultsOf(fields) };
  return method.kind === 'direct'
    ? directAnswer(line, method, optimizer, null, 0)
    : searchAnswer(line, method, optimizer, method.initialStep(optimizer.hyperparameters));
}

/**
 * How far to look along −∇: twice the largest step that is made or accepted there. The method's cap and its step before clipping count too,
 * unless they are so much larger that nothing else could be seen.
 */
export function reachOf(own: MethodAnswer, others: readonly MethodAnswer[]): number {
  const positive = (values: readonly (number | null)[]) => values.filter((value): value is number => value !== null && value > 0);
  const searched = others.filter(({ trials, optimizer: { id } }) => trials.length > 0 || id === 'pal').map(({ stepSize }) => stepSize);
  const made = Math.max(0, ...positive([own.stepSize, ...searched]));
  const { id, hyperparameters } = own.optimizer;
  const wished = positive([own.unclipped, capOf(optimizerOf(id), hyperparameters)]);
  const limit = made > 0 ? widest * made : Math.min(...wished);
  const reach = Math.max(made, ...wished.filter((value) => value <= limit));
  return reach > 0 && Number.isFinite(reach) ? 2 * reach : 1;
}

/** B of a method that has its own, else of the task. */
function lowerBoundOf({ hyperparameters, shape }: StepSetting): number {
  return (hyperparameters['lowerBound'] as number | null | undefined) ?? shape.lowerBound;
}

async function look(line: Line, batchLoss: number, runId: string, { which = 'next', upTo }: ProbeOptions): Promise<ProbeResult> {
  const { setting, samples, updates, epochs } = line.moment;
  const { loss, gradNormSq } = line.numbers;
  const own = await ownAnswer(line);
  const others: MethodAnswer[] = [];
  for (const { id } of optimizers) if (id !== setting.definition.id) others.push(await firstAnswer(line, id));
  const end = upTo ?? reachOf(own, others);
  const steps = Float64Array.from({ length: probePoints }, (_, i) => (end * i) / (probePoints - 1));
  const losses = new Float64Array(probePoints);
  for (const [i, step] of steps.entries()) losses[i] = await line.lossAt(step);
  const curve = { steps, losses };
  const numbers = { batchLoss, loss, gradNormSq, slope: -gradNormSq, lowerBound: lowerBoundOf(setting) };
  return { runId, which, update: updates + 1, epoch: epochs + 1, samples, ...numbers, curve, own, others };
}

/**
 * Looks at an update. Leaves the moment to its owner.
 * @param breathe awaited before every evaluation of the batch: lets messages in, and throws to give up
 * @throws what reading the batch's data throws
 */
export async function probe(
  moment: Moment,
  runId: string,
  options: ProbeOptions = {},
  breathe: () => Promise<void> = () => Promise.resolve(),
): Promise<ProbeResult> {
  const { setting, samples, standing, updates } = moment;
  const { task, seed } = setting;
  const size = samples.length;
  const own = new UploadedConstants();
  const held: Tensor[] = [];
  try {
    const staged = task.staging ? uploaded(task.staging, await task.staging.fetch('train', samples), size) : {};
    const sampleIds = tensor1d(samples, 'int32');
    const averaging = fill([size], 1 / size) as Tensor1D;
    // The number that the update has, so that what is random in the batch is what the update sees.
    const update = tensor1d([updates], 'int32');
    held.push(...Object.values(staged), sampleIds, averaging, update);
    const fixed = own.set(fixedNumbers(setting));
    const constants = {};
    const at = tidy(() => {
      const made = gradientAt(setting, standing, { sampleIds, averaging, constants, fixed, draw: { seed, update }, staged });
      return { ...made, batches: made.batches.map((batch) => ({ ...batch })), next: { ...made.next } };
    });
    held.push(at.losses, at.grad, at.loss, at.batchLoss, at.gradNormSq, ...Object.values(at.next));
    held.push(...at.batches.flatMap((batch) => Object.values(batch)));
    const numbers = tidy(() => stack([at.loss, at.gradNormSq, at.batchLoss]));
    held.push(numbers);
    const [loss, gradNormSq, batchLoss] = (await numbers.data()) as unknown as [number, number, number];
    const line = new Line(moment, at, { loss, gradNormSq }, sampleIds, fixed['halfLambda'] ?? null, breathe);
    return await look(line, batchLoss, runId, options);
  } finally {
    for (const tensor of held) tensor.dispose();
    own.dispose();
  }
}
