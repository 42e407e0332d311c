/** Files of weights: `.safetensors` and `.npz`. */
import { zipSync } from 'fflate';
import { madeNpy } from '../../src/datasets/sets/made-sets';
import { isConsistent } from '../../src/export/weights/made-tensors';
import { npzBytes, readWeightsNpz } from '../../src/export/weights/npz';
import { readSafetensors, safetensorsBytes } from '../../src/export/weights/safetensors';
import { readWeights, weightsBytes } from '../../src/export/weights/weights-file';
import type { Random } from '../../src/random/random';
import type { NamedTensor } from '../../src/training/named-tensors';
import { beginningOfTensors } from '../../src/training/starting-weights';
import { chance, pick, poisonedNames } from '../draw';
import { concatenated, mutatedBytes } from '../mutate-bytes';
import { mutatedJson } from '../mutate-json';
import { type Target, targetOf } from '../target';
import { mutatedNpy } from './numpy';

const tensors: readonly NamedTensor[] = [
  { name: 'fc.weight', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { name: 'fc.bias', shape: [2], values: Float32Array.of(0.5, Number.NaN) },
  { name: 'scale', shape: [], values: Float32Array.of(0.1) },
  { name: 'empty', shape: [0, 4], values: new Float32Array() },
];

/** A small model that carries a running mean, and weights of it. */
const model = {
  parameters: [
    { name: 'fc.weight', shape: [2, 3] },
    { name: 'fc.bias', shape: [2] },
  ],
  carried: { initial: { 'bn.mean': { shape: [2], values: new Float32Array(2) } }, startsAnew: false },
};
const fitting: readonly NamedTensor[] = [
  { name: 'fc.weight', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { name: 'fc.bias', shape: [2], values: Float32Array.of(0.5, 7) },
  { name: 'carried.bn.mean', shape: [2], values: Float32Array.of(0.1, 0.2) },
];
const facts = {
  task: { id: 'image-classification', options: { model: 'resnet8' } },
  batchSize: 100,
  optimizer: { id: 'sgd', hyperparameters: { eta: 0.1 } },
  label: 'SGD',
  seed: 1,
  update: 12,
} as const;

/** As the page opens a file and a session begins with it. */
async function begun(bytes: Uint8Array) {
  const { tensors: read, told } = await readWeights(bytes, 'file');
  return { told, ...beginningOfTensors(model, { origin: { kind: 'file', label: 'file', update: told.updates }, tensors: read }) };
}

function mutatedSafetensors(random: Random, original: Uint8Array): Uint8Array {
  if (chance(random, 0.3)) return mutatedBytes(random, original);
  const length = Number(new DataView(original.buffer, original.byteOffset).getBigUint64(0, true));
  const header = new TextDecoder().decode(original.subarray(8, 8 + length));
  const rest = original.subarray(8 + length);
  const text = new TextEncoder().encode(mutatedJson(random, JSON.parse(header)));
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, BigInt(text.length), true);
  return concatenated(start, text, chance(random, 0.2) ? mutatedBytes(random, rest) : rest);
}

const arrays = [
  madeNpy('<f4', [2, 3], new Uint8Array(24).fill(1)),
  madeNpy('<f8', [2], new Uint8Array(16)),
  madeNpy('>f4', [], new Uint8Array(4)),
];

/** An archive that is whole, of arrays that are not. */
function zipOfArrays(random: Random): Uint8Array {
  const entries: Record<string, Uint8Array> = {};
  for (const name of ['fc.weight', 'fc.bias', chance(random, 0.2) ? pick(random, poisonedNames) : 'scale']) {
    const array = pick(random, arrays);
    Object.defineProperty(entries, `${name}.npy`, { value: chance(random, 0.5) ? mutatedNpy(random, array) : array, enumerable: true });
  }
  return zipSync(entries, { level: chance(random, 0.5) ? 6 : 0 });
}

export function weightsTargets(): readonly Target[] {
  const saved = safetensorsBytes(tensors, { task: 'matrix-factorization', epoch: '2' });
  const archive = npzBytes(tensors);
  const begin = { safetensors: weightsBytes('safetensors', fitting, facts), npz: weightsBytes('npz', fitting, facts) };
  const soundList = (read: readonly NamedTensor[]) => isConsistent(read);
  return [
    targetOf(
      'safetensors',
      (random) => mutatedSafetensors(random, saved),
      (bytes) => readSafetensors(bytes, 'file').tensors,
      soundList,
    ),
    targetOf(
      'starting-weights',
      (random) => (chance(random, 0.6) ? mutatedSafetensors(random, begin.safetensors) : mutatedBytes(random, begin.npz)),
      begun,
      ({ weights, carried, origin, told }) =>
        weights.length === 8 &&
        weights.every(Number.isFinite) &&
        Object.entries(carried).every(([name, values]) => name === 'bn.mean' && values.length === 2 && values.every(Number.isFinite)) &&
        (origin.update === null || (Number.isSafeInteger(origin.update) && origin.update >= 0)) &&
        (told.options === null || typeof told.options === 'object'),
    ),
    targetOf(
      'weights-npz',
      (random) => (chance(random, 0.5) ? mutatedBytes(random, archive) : zipOfArrays(random)),
      (bytes) => readWeightsNpz(bytes, 'file'),
      soundList,
    ),
  ];
}
