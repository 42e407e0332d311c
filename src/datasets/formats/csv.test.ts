import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv';
import { checkReader } from './reader-checks';
import { decodeText } from './text';

const read = (text: string) => readCsv(text, 'reviews.csv', ['review', 'sentiment']);

describe('CSV', () => {
  it.each(['\n', '\r\n'])('reads quoted fields, doubled quotes and line ends within quotes (%j)', (end) => {
    const rows = read(['sentiment,id,review', 'positive,1,"Good, ""really""', ' good"', 'negative,2,', '', 'negative,3,bad', ''].join(end));
    expect(rows).toEqual([
      { line: 2, values: { review: `Good, "really"${end} good`, sentiment: 'positive' } },
      { line: 4, values: { review: '', sentiment: 'negative' } },
      { line: 6, values: { review: 'bad', sentiment: 'negative' } },
    ]);
  });

  it('drops a byte order mark and needs no line end at the end', () => {
    expect(read('\ufeffreview,sentiment\na,b')).toEqual([{ line: 2, values: { review: 'a', sentiment: 'b' } }]);
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /reviews\.csv: is empty/],
    ['a missing column', 'text,label\na,b\n', /has no column "review"; line 1 names "text", "label"\./],
    ['a column that comes twice', 'review,review,sentiment\n', /two columns "review"/],
    ['a row that is too short', 'review,sentiment\n"a\nb",c\nd\n', /^reviews\.csv, line 4: has 1 field where the header has 2/],
    ['a row that is too long', 'review,sentiment\na,b,c\n', /^reviews\.csv, line 2: has 3 fields/],
    ['a quote that is never closed', 'review,sentiment\na,"b\r\nb"\nc,"d\n', /^reviews\.csv, line 4: is not a valid table/],
    ['a quote within a field', 'review,sentiment\na,b\nc"d,e\n', /^reviews\.csv, line 3: is not a valid table/],
  ])('refuses %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('gives back any fields, quoted', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'é', '\r') });
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { maxLength: 6 }), (rows) => {
        const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
        const text = [['review', 'sentiment'], ...rows].map(quoted).join('\r\n');
        expect(read(text).map(({ values }) => [values['review'], values['sentiment']])).toEqual(rows);
      }),
    );
  });

  it('returns rows or an InputError whatever the damage', () =>
    checkReader(
      new TextEncoder().encode('review,sentiment\r\n"Good, ""really""\r\n good",positive\r\nbad,negative\r\n'),
      (bytes) => read(decodeText(bytes, 'reviews.csv')),
      (rows) =>
        rows.every(({ line, values }) => line > 1 && typeof values['review'] === 'string' && typeof values['sentiment'] === 'string'),
    ));
});
