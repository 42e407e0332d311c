/**
 * Line searches on recorded steps. The step that a search tries first is known before the gradient is, and so are the next ones, should it
 * be rejected: the gradient and the first trial are one submission with one readback, further trials four at a time. What the search
 * decides on is the rule's own generator, on the host.
 */
import { gather, mul, type Scalar, stack, sub, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { StepOutputs } from '../engine/capture/record';
import type { SlotSpec } from '../engine/capture/step-memory';
import type { Constants, LineSearch } from '../optimizers/definition';
import type { Tensors } from '../tasks/definition';
import { objectiveAt } from './objective';
import { entriesOf, type Inputs, RecordedSteps } from './recorded-steps';
import { runSearch, type SearchMemory, type SearchStart, upcoming } from './search';
import { gradientAt, type Standing, type StepSetting } from './step';
import type { Made } from './steps';

/** Trials evaluated at once after the first. */
const trialsAtOnce = 4;

export class RecordedSearchSteps extends RecordedSteps {
  private fullSize = 0;
  /** The step that a search decided on and that the weights have not made yet: it travels with the next submission. */
  private due = false;

  constructor(
    setting: StepSetting,
    private readonly method: LineSearch,
    standing: Standing,
    search: SearchMemory,
    made = 0,
  ) {
    const more: readonly SlotSpec[] = [
      { name: 'applied', shape: [], dtype: 'float32', fromHost: true },
      { name: 'trial', shape: [], dtype: 'float32', fromHost: true },
      { name: 'more', shape: [trialsAtOnce], dtype: 'float32', fromHost: true },
      { name: 'grad', shape: [setting.task.parameterCount], dtype: 'float32' },
      { name: 'found', shape: [4], dtype: 'float32' },
      { name: 'foundMore', shape: [trialsAtOnce], dtype: 'float32' },
      // What the model will carry once the step is made; trials still read what it carries now.
      ...Object.entries(standing.carried).map(([name, { shape }]) => ({ name: `n:${name}`, shape, dtype: 'float32' }) as const),
    ];
    super(setting, standing, search, more, made);
  }

  async step(start: number, size: number): Promise<Made> {
    const { hyperparameters, shape } = this.setting;
    this.fullSize = Math.max(this.fullSize, size);
    this.prepareAveraging(size);
    const { stored } = this.search!;
    // Where a search starts does not depend on what it finds.
    const [expected = 0] = upcoming(this.method, { loss: 1, gradNorm: 1, stored }, hyperparameters, shape, [], 1);
    this.memory.write('trial', Float32Array.of(expected));
    this.addDue();
    await this.stage(start, size);
    await this.make(`gradient of ${size}`, [...this.gradientInputs(size), 'trial'], (given) => this.recordGradient(given, size));
    const [loss, gradNormSq, batchLoss, trialLoss] = (await this.replayer.read(this.memory.slot('found'))) as unknown as [
      number,
      number,
      number,
      number,
    ];
    if (!Number.isFinite(loss) || !Number.isFinite(gradNormSq)) {
      return { row: [batchLoss, Number.NaN, Number.NaN, gradNormSq, Number.NaN], evaluations: 1, diverged: true };
    }
    const begin: SearchStart = { loss, gradNorm: Math.sqrt(gradNormSq), stored };
    const known = new Map([[expected, trialLoss]]);
    const { first, trials, ...found } = await runSearch(this.method, begin, hyperparameters, shape, async (step, answers) => {
      if (!known.has(step)) await this.tryMore(begin, answers, size, known);
      return known.get(step)!;
    });
    this.search = found;
    this.memory.write('applied', Float32Array.of(found.applied));
    if (this.isKnown('accept')) this.due = true;
    else
      await this.make('accept', ['w', 'grad', 'applied', ...this.namesOf('s:'), ...this.namesOf('c:'), ...this.namesOf('n:')], (given) =>
        this.recordAccept(given),
      );
    return { row: [batchLoss, first, found.applied, gradNormSq, Number.NaN], evaluations: 1 + trials, diverged: false };
  }

  protected reportedRecords(): readonly string[] {
    return [`gradient of ${this.fullSize}`, 'accept'];
  }

  protected override settleSlots(): void {
    this.addDue();
    super.settleSlots();
  }

  private addDue(): void {
    if (this.due) this.repeat('accept');
    this.due = false;
  }

  /** Evaluates the trials that the search will ask for next. */
  private async tryMore(begin: SearchStart, answers: readonly number[], size: number, known: Map<number, number>): Promise<void> {
    const { hyperparameters, shape } = this.setting;
    const steps = upcoming(this.method, begin, hyperparameters, shape, answers, trialsAtOnce);
    this.memory.write(
      'more',
      Float32Array.from({ length: trialsAtOnce }, (_, i) => steps[i] ?? steps.at(-1)!),
    );
    const inputs = ['w', 'grad', 'more', ...['f:', 'm:', `b${size}:`].flatMap((prefix) => this.namesOf(prefix))];
    await this.make(`trials of ${size}`, inputs, (given) => this.recordTrials(given, size));
    const losses = await this.replayer.read(this.memory.slot('foundMore'));
    steps.forEach((step, i) => {
      known.set(step, losses[i]!);
    });
  }

  private recordGradient(given: Inputs, size: number): StepOutputs {
    const made = tidy(() => {
      const w = given['w'] as Tensor1D;
      const parts = this.partsOf(given, size);
      const carried = entriesOf('m:', given);
      const at = gradientAt(this.setting, { w, carried }, parts);
      const trial = this.objective(given, at.grad, at.batches, given['trial'] as Scalar);
      // Copies, so that the originals can be let go as the step lets go of them.
      const next = Object.fromEntries(Object.keys(carried).map((name) => [`n:${name}`, (at.next[name] ?? carried[name]!).clone()]));
      for (const tensor of Object.values(at.next)) tensor.dispose();
      return {
        ...Object.fromEntries(
          at.batches.flatMap((batch, i) => Object.entries(batch).map(([name, tensor]) => [`b${size}:${i}:${name}`, tensor])),
        ),
        ...next,
        grad: at.grad,
        found: stack([at.loss, at.gradNormSq, at.batchLoss, trial]),
        ...this.moved(given, size),
      };
    }) as Record<string, Tensor>;
    // What a task keeps of a batch is known only now.
    const batch = Object.entries(made).filter(([name]) => name.startsWith(`b${size}:`) && !this.memory.has(name));
    this.memory.allocate(batch.map(([name, { shape, dtype }]) => ({ name, shape, dtype: dtype as 'float32' })));
    return { slots: made };
  }

  private recordTrials(given: Inputs, size: number): StepOutputs {
    return tidy(() => {
      const batches: Tensors[] = [];
      for (let i = 0; this.memory.all.some(({ name }) => name.startsWith(`b${size}:${i}:`)); i++)
        batches.push(entriesOf(`b${size}:${i}:`, given));
      const losses = Array.from({ length: trialsAtOnce }, (_, i) => {
        const step = gather(given['more']!, tensor1d([i], 'int32')) as Scalar;
        return this.objective(given, given['grad'] as Tensor1D, batches, step);
      });
      return { slots: { foundMore: stack(losses) } };
    }) as unknown as StepOutputs;
  }

  private recordAccept(given: Inputs): StepOutputs {
    return tidy(() => {
      const w = given['w'] as Tensor1D;
      const accepted = sub(w, mul(given['grad'] as Tensor1D, given['applied']!)) as Tensor1D;
      const state = entriesOf<Tensor>('s:', given);
      const constants: Constants = entriesOf<Scalar>('c:', given);
      const next = this.method.afterSearch ? this.method.afterSearch(w, accepted, state, constants) : { w: accepted, state };
      const slots = Object.fromEntries(Object.entries(next.state).flatMap(([name, tensor]) => (tensor ? [[`s:${name}`, tensor]] : [])));
      const carried = Object.fromEntries(Object.entries(entriesOf('n:', given)).map(([name, tensor]) => [`m:${name}`, tensor]));
      return { slots: { w: next.w, ...slots, ...carried } };
    }) as unknown as StepOutputs;
  }

  /** The objective after a step along −∇. */
  private objective(given: Inputs, grad: Tensor1D, batches: readonly Tensors[], step: Tensor): Scalar {
    const moved = sub(given['w'] as Tensor1D, mul(grad, step)) as Tensor1D;
    const halfLambda = (given['f:halfLambda'] as Scalar | undefined) ?? null;
    return objectiveAt(this.setting.task, moved, batches, halfLambda, entriesOf('m:', given));
  }
}
