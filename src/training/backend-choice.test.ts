/** Which backend `auto` takes where there is no GPU, what it tries before, and that a trial can be given up. */
import { memory } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { noFiles } from '../tasks/task-checks';
import { chooseBackend } from './backend-choice';
import { parseExperiment } from './experiment';

const candidates = ['wasm', 'cpu', 'webgpu'] as const;
const never = new AbortController().signal;

function experimentOn(id: string, options: Record<string, unknown> = {}) {
  return parseExperiment({ task: { id, options }, batchSize: 50, optimizers: [{ id: 'adam' }] });
}

test('on small steps the fastest backend that starts is taken', async () => {
  const { device, engine } = await chooseBackend('auto', experimentOn('classifier-2d'), noFiles, candidates, never);
  // How fast they are depends on what else this machine does: on a busy one the second is left out.
  expect(['cpu', 'wasm']).toEqual(expect.arrayContaining(device.trial.map(({ backend }) => backend)));
  expect(device.backend).toBe(device.trial[0]!.backend);
  expect(engine.backend).toBe(device.backend);
  expect(device.reason).toMatch(/^no WebGPU adapter was found here; .* ms.* an update/);
});

test('a convolutional network is not tried on plain JavaScript, which would take minutes', async () => {
  const heavy = experimentOn('image-classification', { dataset: 'glyphs', side: 32, samples: 100, classes: 10, model: 'resnet8' });
  const before = memory().numTensors;
  const { device } = await chooseBackend('auto', heavy, noFiles, candidates, never);
  expect(device.backend).toBe('wasm');
  expect(device.trial.map(({ backend }) => backend)).not.toContain('cpu');
  expect(device.reason).toContain('WASM');
  expect(memory().numTensors).toBe(before);
});

test('a trial that is given up ends between two updates and leaves nothing behind', async () => {
  const abort = new AbortController();
  const before = memory().numTensors;
  const choice = chooseBackend('auto', experimentOn('matrix-factorization'), noFiles, candidates, abort.signal);
  setImmediate(() => abort.abort(new Error('given up')));
  await expect(choice).rejects.toThrow('given up');
  expect(memory().numTensors).toBe(before);
});

test('a backend named by hand is not compared with others', async () => {
  const { device } = await chooseBackend('cpu', experimentOn('classifier-2d'), noFiles, candidates, never);
  expect(device).toMatchObject({ backend: 'cpu', requested: 'cpu', trial: [] });
});
