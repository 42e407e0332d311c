import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReader } from '../../datasets/formats/reader-checks';
import { zipEntries } from '../../datasets/formats/zip';
import { fileOfBytes } from '../../datasets/source';
import { mlpOf } from '../../models/mlp';
import { countOf } from '../../models/views';
import { flatWeights, type NamedTensor, namedTensors } from '../../training/named-tensors';
import { isConsistent, madeTensors, told } from './made-tensors';
import { npzBytes, readWeightsNpz } from './npz';
import { readSafetensors, safetensorsBytes } from './safetensors';
import { storedZip } from './stored-zip';
import { isDataArchive, readWeights, weightsBytes, weightsFormatOf } from './weights-file';

const mlp = mlpOf([3, 4, 2]);
const w = Float32Array.from({ length: countOf(mlp.parameters) }, (_, i) => Math.fround(i / 7));
const tensors = namedTensors(mlp.parameters, w);
const anyName = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((name) => Array.from(name).every((c) => c >= ' ' && c !== '\x7f')),
  fc.constantFrom('__proto__', 'constructor', 'fc1.weight', '"', '\\', '☃'),
);
/** Names that a zip archive's reader leaves alone: no path, nothing that macOS adds. */
const pathName = fc.string({ unit: fc.constantFrom(...'abcABC019_.é☃'), minLength: 1, maxLength: 20 }).map((name) => `t${name}`);

describe('weights by name', () => {
  it('come from the flat vector and go back, in any order', () => {
    expect(tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(mlp.parameters);
    expect(flatWeights(mlp.parameters, [...tensors].reverse(), 'file')).toEqual(w);
    expect(() => namedTensors(mlp.parameters, w.subarray(1))).toThrow(RangeError);
  });

  it.each<[string, (list: NamedTensor[]) => NamedTensor[], RegExp]>([
    ['missing', (list) => list.slice(1), /^file, tensor "fc1\.weight": is missing/],
    ['of another shape', ([first, ...rest]) => [{ ...first!, shape: [3, 4] }, ...rest], /its shape is 3 × 4, the model's is 4 × 3/],
    [
      'too many',
      (list) => [...list, { name: 'fc3.bias', shape: [1], values: new Float32Array(1) }],
      /"fc3\.bias": is no part of the model/,
    ],
    ['not finite', ([first, ...rest]) => [{ ...first!, values: new Float32Array(12).fill(Number.NaN) }, ...rest], /not finite/],
  ])('that are %s are refused', (_, change, message) => {
    expect(() => flatWeights(mlp.parameters, change(tensors), 'file')).toThrow(message);
  });
});

describe('safetensors', () => {
  it('are as the format says', () => {
    const bytes = safetensorsBytes([{ name: 'a', shape: [2], values: Float32Array.of(1, -2) }], { task: 'x' });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { task: 'x' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    });
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
  });

  it('come back to the bit', () => {
    fc.assert(
      fc.property(madeTensors(anyName), fc.dictionary(fc.string(), fc.string()), (list, metadata) => {
        const read = readSafetensors(safetensorsBytes(list, metadata), 'file');
        const byPlace = (all: readonly NamedTensor[]) => told([...all].sort((a, b) => (a.name < b.name ? -1 : 1)));
        expect(byPlace(read.tensors)).toEqual(byPlace(list));
        expect(Object.entries(read.metadata).length).toBeLessThanOrEqual(Object.entries(metadata).length);
      }),
      { numRuns: 300 },
    );
  });

  const withHeader = (header: string, data = 8) => {
    const text = new TextEncoder().encode(header);
    const out = new Uint8Array(8 + text.length + data);
    new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
    out.set(text, 8);
    return out;
  };
  const entry = (rest: object) => withHeader(JSON.stringify({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...rest } }));

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(3), /only 3 bytes/],
    ['another file', new Uint8Array(100).fill(255), /header should be 18446744073709551615 bytes/],
    ['a header that is no JSON', withHeader('{"a"'), /not JSON/],
    ['a header that is a list', withHeader('[1]'), /no JSON object/],
    ['invalid UTF-8', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xff, 0x22), /not JSON/],
    ['another type', entry({ dtype: 'BF16' }), /tensor "a": holds values of the type "BF16"/],
    ['a negative size', entry({ shape: [-2] }), /tensor "a": needs/],
    ['a size beyond all bounds', entry({ shape: [2 ** 40] }), /no whole number from 0/],
    ['many sizes', entry({ shape: new Array(9).fill(1) }), /needs/],
    ['a product beyond all bounds', entry({ shape: [2 ** 27, 2 ** 27] }), /the limit/],
    [
      'an overlap',
      withHeader('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'),
      /"b": stands at/,
    ],
    ['a hole', entry({ shape: [1], data_offsets: [4, 8] }), /"a": stands at/],
    ['too few bytes', entry({ shape: [3], data_offsets: [0, 12] }), /has 8 bytes of numbers, its header says 12/],
    ['metadata that is none', withHeader('{"__metadata__":{"a":1}}', 0), /texts only/],
  ])('with %s are refused', (_, bytes, message) => {
    expect(() => readSafetensors(bytes, 'file')).toThrow(message);
  });

  it('damaged at random are read consistently or refused', async () => {
    await checkReader(safetensorsBytes(tensors, { a: 'b' }), (bytes) => readSafetensors(bytes, 'file').tensors, isConsistent, 2000);
  });
});

describe('.npz', () => {
  it('comes back to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(madeTensors(pathName), async (list) => {
        if (list.length === 0) return;
        expect(told(await readWeightsNpz(npzBytes(list), 'file'))).toEqual(told(list));
      }),
      { numRuns: 100 },
    );
  });

  it('names that leave the archive are not written', () => {
    expect(() => npzBytes([{ name: '../a', shape: [], values: new Float32Array(1) }])).toThrow(/slash/);
  });

  const npy = (text: string, data: number) => {
    const padded = `${text.padEnd(117)}\n`;
    const out = new Uint8Array(10 + padded.length + data);
    out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length, 0]);
    out.set(new TextEncoder().encode(padded), 10);
    return out;
  };
  const zipped = async (name: string, content: Uint8Array) => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    await writer.add(name, new Uint8ArrayReader(content));
    return new Uint8Array(await (await writer.close()).arrayBuffer());
  };

  it.each<[string, string, Uint8Array, RegExp]>([
    ['another file in it', 'a.txt', new Uint8Array(4), /a\.txt: is no NumPy array/],
    ['whole numbers', 'a.npy', npy("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }", 4), /whole numbers/],
    ['columns first', 'a.npy', npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", 8), /ascontiguousarray/],
    ['objects', 'a.npy', npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8), /values of the type/],
    [
      'a size beyond all bounds',
      'a.npy',
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999999999999), }", 0),
      /no whole number/,
    ],
    ['a path out of it', '../a.npy', npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4), /a\.npy/],
  ])('with %s is refused', async (_, name, content, message) => {
    await expect(zipped(name, content).then((bytes) => readWeightsNpz(bytes, 'file'))).rejects.toThrow(message);
  });

  it('float64 is rounded, packed is unpacked', async () => {
    const content = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 8);
    new DataView(content.buffer).setFloat64(content.length - 8, 0.1, true);
    expect(await readWeightsNpz(await zipped('a.npy', content), 'file')).toEqual([{ name: 'a', shape: [], values: Float32Array.of(0.1) }]);
  });

  it('damaged at random is read consistently or refused', async () => {
    await checkReader(npzBytes(tensors), (bytes) => readWeightsNpz(bytes, 'file'), isConsistent, 600);
  });
});

describe('files of weights', () => {
  const facts = {
    task: { id: 'image-classification', options: { model: 'mlp', classes: 10 } },
    batchSize: 128,
    optimizer: { id: 'aalig', hyperparameters: { eta: 0.1 } },
    label: 'AALIG η=0.1',
    seed: 3,
    update: 1200,
  } as const;

  it('say where they come from, and are told by their content', async () => {
    const bytes = weightsBytes('safetensors', tensors, facts);
    expect(weightsFormatOf(bytes.subarray(0, 9))).toBe('safetensors');
    expect(readSafetensors(bytes, 'file').metadata).toMatchObject({
      format: 'polyak-playground-weights',
      version: '1',
      optimizer: 'aalig',
      hyperparameters: '{"eta":0.1}',
      label: 'AALIG η=0.1',
      seed: '3',
      batchSize: '128',
    });
    const { tensors: read, told: about } = await readWeights(bytes, 'file');
    expect(told(read)).toEqual(told(tensors));
    expect(about).toEqual({ task: 'image-classification', options: facts.task.options, updates: 1200 });
    const archive = weightsBytes('npz', tensors, facts);
    expect(weightsFormatOf(archive)).toBe('npz');
    expect(told((await readWeights(archive, 'file')).tensors)).toEqual(told(tensors));
    await expect(readWeights(new TextEncoder().encode('{"format": "x"}'), 'a.json')).rejects.toThrow('neither .safetensors nor .npz');
  });

  it('of others say nothing, or nonsense, without harm', async () => {
    const about = async (metadata: Record<string, string>) => (await readWeights(safetensorsBytes(tensors, metadata), 'file')).told;
    const nothing = { task: null, options: null, updates: null };
    expect(await about({ task: 'rbf', updates: '7' })).toEqual(nothing);
    expect(await about({ format: 'polyak-playground-weights', options: '[1', updates: '-3' })).toEqual(nothing);
  });

  it('.npz files of data sets are not taken for them', async () => {
    const archive = (names: readonly string[]) => {
      const bytes = npzBytes(names.map((name) => ({ name, shape: [1], values: Float32Array.of(1) })));
      return isDataArchive(new File([bytes], 'a.npz'));
    };
    expect(await archive(['x_train', 'y_train', 'x_test', 'y_test'])).toBe(true);
    expect(await archive(['W1', 'W2', 'b'])).toBe(false);
    expect(await isDataArchive(new File(['PK and nothing'], 'a.npz'))).toBe(false);
  });

  it('of several runs stand in an archive', async () => {
    const files = [
      ['a.safetensors', weightsBytes('safetensors', tensors, facts)],
      ['b é.safetensors', new Uint8Array()],
    ] as const;
    const entries = await zipEntries(fileOfBytes('all.zip', storedZip(files)));
    expect(entries.map(({ path }) => path)).toEqual(files.map(([name]) => name));
    for (const [at, entry] of entries.entries()) expect(await entry.bytes()).toEqual(files[at]![1]);
  });
});

const python = (...args: string[]) => spawnSync(process.env['PYTHON'] ?? 'python3', args, { encoding: 'utf8' });

describe.skipIf(python('-c', 'import numpy').status !== 0)('with NumPy (skipped without it)', () => {
  it('reads what is written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'weights-'));
    try {
      writeFileSync(join(folder, 'w.npz'), npzBytes(tensors));
      const script =
        'import json, numpy, sys\na = numpy.load(sys.argv[1])\nprint(json.dumps([[k, list(v.shape), v.ravel().tolist(), str(v.dtype)] for k, v in a.items()]))';
      const { stdout, stderr } = python('-c', script, join(folder, 'w.npz'));
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(tensors.map(({ name, shape, values }) => [name, shape, [...values], 'float32']));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
