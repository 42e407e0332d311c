/** Our own training step, `Trainer` on our engine with the product's own rules: one library call after the other, or recorded and replayed. */
import { slice, tidy } from '@tensorflow/tfjs-core';
import type { Stepping } from '../../engine/device-info';
import { useBackend } from '../../engine/engine';
import { defaultsOf, type FieldValues } from '../../fields/field';
import type { OptimizerId } from '../../optimizers/definition';
import { optimizerOf } from '../../optimizers/registry';
import { plainContext, trialPass } from '../../tasks/pass';
import { batchLosses, uploadRange } from '../../training/objective';
import { seededSampler } from '../../training/sampler';
import { Trainer } from '../../training/trainer';
import type { CaseData } from '../cases';
import type { BenchOptimizer } from '../catalog';
import type { Contestant, EngineModule } from '../contestant';
import { taskOf } from '../tasks';

const seed = 1;

/** The optimizer of ours, with the hyperparameters that make it the one all engines have. */
function settingOf({ stepSize }: CaseData, optimizer: BenchOptimizer): { id: OptimizerId; hyperparameters: FieldValues } {
  const of = (id: OptimizerId, values: FieldValues) => ({
    id,
    hyperparameters: { ...defaultsOf(optimizerOf(id).fields), ...values },
  });
  switch (optimizer) {
    case 'sgd':
      return of('sgd', { eta: stepSize.sgd, momentum: 0, nesterov: false });
    case 'sgd-nesterov':
      return of('sgd', { eta: stepSize['sgd-nesterov'], momentum: 0.9, nesterov: true });
    case 'adam':
      return of('adam', { eta: stepSize.adam });
    case 'aalig':
      return of('aalig', { eta: stepSize.aalig, momentum: 0.9 });
    case 'pal':
      return of('pal', {});
    case 'sls-armijo':
      // Every search starts from the last accepted step, and that is small: the first trial is accepted nearly always.
      return of('sls-armijo', { initialStep: stepSize['sls-armijo'], resetOption: 0 });
    default:
      return optimizer satisfies never;
  }
}

async function prepare(stepping: Stepping, data: CaseData, optimizer: BenchOptimizer): Promise<Contestant> {
  const engine = await useBackend('webgpu');
  const task = await taskOf(data);
  const trainer = new Trainer({
    task,
    engine,
    setting: settingOf(data, optimizer),
    shape: { trainSize: task.trainSize, epochs: 50, batchesPerEpoch: task.trainSize / data.batchSize, lowerBound: 0 },
    sampler: seededSampler(task.trainSize, data.batchSize, seed),
    initialWeights: task.initialWeights(seed),
    stepping,
  });
  return {
    async step() {
      if (trainer.epochComplete) trainer.endEpoch();
      await trainer.step();
    },
    async settle() {
      await trainer.settle();
      const one = slice(trainer.w, 0, 1);
      await one.data();
      one.dispose();
    },
    async loss() {
      const losses = tidy(() => {
        const batch = task.batch('train', uploadRange(data.batchSize), plainContext);
        return batchLosses(task, trainer.w, batch, trialPass(trainer.carried));
      });
      const values = (await losses.data()) as Float32Array;
      losses.dispose();
      return values.reduce((total, value) => total + value, 0) / values.length;
    },
    evaluations: () => trainer.evaluations,
    recording() {
      // A row must not be called replayed whose steps were not.
      if (trainer.stepping !== stepping) throw new Error(trainer.note ?? 'steps cannot be recorded here');
      const { report } = trainer;
      return report && { dispatches: { ...report.dispatches }, bytes: { ...report.bytes } };
    },
  };
}

/** Our engine with this kind of step. */
export function ownEngine(stepping: Stepping): EngineModule {
  return { prepare: (data, optimizer) => prepare(stepping, data, optimizer) };
}
