import { startEngine } from './headless/node-engine';
import { buildTask } from './training/session';
import { parseExperiment } from './training/experiment';
import { samplerOf } from './training/sampler';
import { Trainer } from './training/trainer';
const [backend, task, batch, options] = process.argv.slice(-4) as [any, string, string, string];
const engine = await startEngine(backend);
const e = parseExperiment({ task: { id: task, options: JSON.parse(options) }, batchSize: Number(batch), optimizers: [{ id: 'aalig' }] });
const t0 = performance.now();
const t = await buildTask(e, { read: null, set: null } as any);
console.log(backend, batch, 'build', performance.now() - t0);
const trainer = new Trainer({ task: t, engine, setting: e.optimizers[0]!, shape: { trainSize: t.trainSize, epochs: 100, batchesPerEpoch: t.trainSize / e.batchSize, lowerBound: 0 }, sampler: samplerOf(t, e.batchSize, 1), initialWeights: t.initialWeights(1) });
for (let i = 0; i < 3; i++) { const b = performance.now(); await trainer.step(); await trainer.settle(); await trainer.log.take(); console.log('step', Math.round(performance.now() - b)); if (performance.now() - t0 > 60000) break; }
