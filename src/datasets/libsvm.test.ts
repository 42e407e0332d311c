/** LIBSVM files: what is read, and that everything wrong is refused with its line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../fields/input-error';
import { describeLibsvm, type LibsvmData, LibsvmParser, libsvmLimits, readLibsvm } from './libsvm';
import { writeLibsvm } from './libsvm-writer';

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);
const read = (text: string) => readLibsvm('file', bytesOf(text));

async function refusal(content: string | Uint8Array): Promise<string> {
  try {
    await readLibsvm('file', typeof content === 'string' ? bytesOf(content) : content);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error('was read without complaint');
}

async function gzip(content: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([content as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const rows = (data: LibsvmData) =>
  Array.from({ length: data.samples }, (_, i) => [...data.values.subarray(i * data.features, (i + 1) * data.features)]);

describe('what is read', () => {
  it('reads samples into a dense table and the smaller label as 0', async () => {
    const data = await read('1 1:0.5 3:-2\n-1 2:1e-1\n1 3:4\n');
    expect(data).toMatchObject({ samples: 3, features: 3, originalLabels: [-1, 1] });
    expect(rows(data)).toEqual([
      [0.5, 0, -2],
      [0, Math.fround(0.1), 0],
      [0, 0, 4],
    ]);
    expect([...data.labels]).toEqual([1, 0, 1]);
    expect(describeLibsvm(data)).toBe('3 samples, 3 features, labels -1 / 1');
  });

  it.each([
    ['labels -1.0 and 1.0', '-1.0 1:1\n1.0 1:2\n', [-1, 1]],
    ['labels +1 and -1', '+1 1:1\n-1 1:2\n', [-1, 1]],
    ['labels 1 and 2', '1 1:1\n2 1:2\n', [1, 2]],
    ['the same label written in two ways', '1 1:1\n+1.0 1:2\n1e0 1:3\n0 1:4\n', [0, 1]],
  ])('%s', async (_, text, labels) => {
    expect((await read(text)).originalLabels).toEqual(labels);
  });

  it.each([
    ['CRLF line ends', '1 1:1 2:3\r\n0 2:2\r\n'],
    ['no final newline', '1 1:1 2:3\n0 2:2'],
    ['trailing blanks and tabs', '1\t1:1  2:3 \t\n0 2:2   \n'],
    ['leading blanks', '  1 1:1 2:3\n 0 2:2\n'],
    ['comments', '# a comment\n1 1:1 2:3 # 7:7\n0 2:2#x\n#'],
    ['blank lines', '\n\n1 1:1 2:3\n \n0 2:2\n\n'],
    ['explicit zeros', '1 1:1 2:3\n0 1:0.0 2:2\n'],
    ['exponents', '1 1:1e0 2:30E-1\n0 2:.2e+1\n'],
    ['a byte order mark', '\ufeff1 1:1 2:3\n0 2:2\n'],
    ['non-ASCII comments', '1 1:1 2:3 # é漢\n0 2:2\n'],
  ])('%s', async (_, text) => {
    expect(rows(await read(text))).toEqual([
      [1, 3],
      [0, 2],
    ]);
  });

  it('keeps a sample without entries, and counts features by the largest index even where its values are 0', async () => {
    const data = await read('1 1:1 4:0\n0\n');
    expect(rows(data)).toEqual([
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('reads gzip, told by the content', async () => {
    expect(rows(await readLibsvm('no-gz-in-this-name', await gzip(bytesOf('1 1:5\n0 1:6\n'))))).toEqual([[5], [6]]);
  });
});

describe('what is refused', () => {
  it.each([
    ['1 1:1\n0 0:1\n', 'file, line 2: index 0'],
    ['1 1:1\n0 -3:1\n', 'file, line 2: the index in "-3:1" is not a whole number'],
    ['1 1.5:1\n', 'file, line 1: the index in "1.5:1" is not a whole number'],
    ['1 a:1\n', 'file, line 1: the index in "a:1" is not a whole number'],
    ['1 qid:3 1:1\n', 'file, line 1: the index in "qid:3" is not a whole number'],
    ['1 :5\n', 'file, line 1: the index in ":5" is not a whole number'],
    ['1 1000001:1\n', 'file, line 1: index 1,000,001 is too large'],
    [`1 ${'9'.repeat(400)}:1\n`, 'file, line 1: index ∞ is too large'],
    ['1 1:1\n0 2:1 1:1\n', 'file, line 2: index 1 after 2: indices must ascend'],
    ['1 1:1\n\n0 2:1 2:1\n', 'file, line 3: index 2 appears twice'],
    ['1 1:1\n1:1 2:1\n', 'file, line 2: the label is missing'],
    ['# x\nyes 1:1\n', 'file, line 2: the label "yes" is not a finite number'],
    ['nan 1:1\n', 'file, line 1: the label "nan" is not a finite number'],
    ['1,2 1:1\n', 'file, line 1: the label "1,2" is not'],
    ['1e999 1:1\n', 'file, line 1: the label "1e999" is not'],
    ['1 1:nan\n', 'file, line 1: the value "nan" of feature 1 is not a finite number'],
    ['1 1:inf\n', 'file, line 1: the value "inf" of feature 1 is not'],
    ['1 1:-Infinity\n', 'is not a finite number'],
    ['1 1:1e39\n', 'file, line 1: the value "1e39" of feature 1 is too large for single precision'],
    ['1 1:0x10\n', 'is not a finite number'],
    ['1 1:2:3\n', 'the value "2:3" of feature 1 is not'],
    ['1 1:\n', 'file, line 1: the value of feature 1 is missing'],
    ['1 1: 5\n', 'file, line 1: the value of feature 1 is missing'],
    ['1 1:1\n0 5\n', 'file, line 2: expected index:value, found "5" without a colon'],
    ['1 1:1\n0 1 :5\n', 'found "1" without a colon'],
    ['', 'file: is empty'],
    ['\n\n  \r\n', 'file: has no samples'],
    ['# nothing\n', 'file: has no samples'],
    ['1\n0\n', 'file: has labels but no features'],
    ['1 1:1\n1 1:2\n', 'file: has only one label, 1, in all 2 samples'],
    ['1 1:1\n2 1:2\n3 1:3\n', 'file, line 3: a third label, 3, after 1 and 2'],
    ['<!DOCTYPE html>\n', 'the label "<!DOCTYPE" is not'],
    ['label,x,y\n', 'the label "label,x,y" is not'],
    [`1 1:${'x'.repeat(1000)}\n`, `the value "${'x'.repeat(24)}…" of`],
  ])('%j', async (text, message) => {
    expect(await refusal(text)).toContain(message);
  });

  it.each([
    ['zeros', new Uint8Array(64)],
    ['random bytes', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)],
    ['control bytes', new Uint8Array(100).fill(2)],
  ])('binary files: %s', async (_, bytes) => {
    expect(await refusal(bytes)).toContain('binary file');
  });

  it('a binary byte further down, with its line', async () => {
    expect(await refusal(`${'1 1:1\n0 1:2\n'.repeat(1000)}1 1:\x001\n`)).toMatch(/^file, line 2001: "\\x001" is not text/);
  });

  it('archives that are not gzip', async () => {
    expect(await refusal(bytesOf('BZh91AY&SY'))).toContain('bzip2 archive; unpack it first');
    expect(await refusal(bytesOf('PK\x03\x04'))).toContain('zip archive');
    expect(await refusal(await gzip(await gzip(bytesOf('1 1:1'))))).toContain('gzip archive inside');
  });

  it('damaged gzip', async () => {
    const whole = await gzip(bytesOf('1 1:1\n0 1:2\n'.repeat(5000)));
    expect(await refusal(whole.subarray(0, whole.length - 12))).toContain('damaged gzip');
    const flipped = whole.slice();
    flipped[20]! ^= 0xff;
    expect(await refusal(flipped)).toMatch(/^file/);
    expect(await refusal(whole.subarray(0, 2))).toContain('damaged gzip');
  });

  it('an error inside a gzip file stops the unpacking', async () => {
    expect(await refusal(await gzip(bytesOf(`1 1:1\nx\n${'1 1:1\n'.repeat(500_000)}`)))).toContain('line 2');
  });

  it('a file of 200 MB, by its size alone', async () => {
    const pages = new Uint8Array(200_000_000); // never touched, so never allocated for real
    expect(await refusal(pages)).toBe('file: is 200 MB large; the limit is 150 MB. Use a part of it, e.g. its first lines.');
  });

  it('a small archive that unpacks to a huge text', async () => {
    const line = bytesOf(`# ${'x'.repeat(999_997)}\n`);
    const bomb = new Blob(Array.from({ length: 160 }, () => line)).stream().pipeThrough(new CompressionStream('gzip'));
    const packed = new Uint8Array(await new Response(bomb).arrayBuffer());
    expect(packed.length).toBeLessThan(1_000_000);
    expect(await refusal(packed)).toContain('unpacks to more than 150 MB');
  });

  it('a table too large to keep, at the line where it becomes so', async () => {
    const line = `1 ${libsvmLimits.features}:1\n`;
    expect(await refusal(line.repeat(100))).toMatch(/^file, line 68: up to here 68 samples × 1,000,000 features need 272 MB/);
  });

  it('a line without end', () => {
    const parser = new LibsvmParser('file');
    const piece = new Uint8Array(10_000_000).fill(0x20);
    expect(() => {
      for (let i = 0; i < 5; i++) parser.push(piece);
    }).toThrow('file, line 1: is longer than 40 MB');
  });
});

describe('properties', () => {
  const value = fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0); // no −0: it is left out
  const dataset = fc
    .record({ samples: fc.integer({ min: 2, max: 12 }), features: fc.integer({ min: 1, max: 9 }) })
    .chain(({ samples, features }) =>
      fc.record({
        samples: fc.constant(samples),
        features: fc.constant(features),
        values: fc
          .array(fc.oneof(fc.constant(0), value), { minLength: samples * features, maxLength: samples * features })
          .map((v) => Float32Array.from(v)),
        labels: fc
          .array(fc.integer({ min: 0, max: 1 }), { minLength: samples - 2, maxLength: samples - 2 })
          .map((labels) => Uint8Array.from([0, 1, ...labels])),
        originalLabels: fc
          .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }))
          .filter(([a, b]) => a < b)
          .map(([a, b]): [number, number] => [a + 0, b + 0]),
      }),
    );

  it('what is written is read back, however the bytes are cut', () => {
    fc.assert(
      fc.property(dataset, fc.array(fc.nat(400), { maxLength: 5 }), (data, cuts) => {
        const bytes = bytesOf(writeLibsvm(data));
        const parser = new LibsvmParser('file');
        let from = 0;
        for (const cut of [...cuts.map((c) => Math.min(c, bytes.length)).sort((a, b) => a - b), bytes.length]) {
          parser.push(bytes.subarray(from, cut));
          from = cut;
        }
        expect(parser.finish()).toEqual(data);
      }),
      { numRuns: 300 },
    );
  });

  const template = '-1.0 6:1 11:-0.731854 13:0.0 22:-8.1e-4\r\n+1 1:1 2:.5\n2 3:7 # note\n\n1 1:1\n';
  const edit = fc.record({
    at: fc.nat(template.length),
    remove: fc.nat(3),
    insert: fc.oneof(
      fc.constantFrom(' ', '\n', ':', '-', '.', 'e', '#', '0', '99999999', '\0', '\r', '\t', 'nan', '1:', ':1', '-1', '\x1f\x8b'),
      fc.string({ maxLength: 3 }),
    ),
  });

  it('a damaged file is read or refused, never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        let text = template.repeat(2);
        for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
        try {
          const data = await read(text);
          expect(data.values).toHaveLength(data.samples * data.features);
          expect(data.values.every(Number.isFinite)).toBe(true);
          expect(data.originalLabels[0]).toBeLessThan(data.originalLabels[1]);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).message).toMatch(/^file(, line \d+)?: \S/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('random bytes are read or refused, never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        try {
          await readLibsvm('file', bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
