/** Every published number is compared with the specification's tables. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { publishedOf, publishedValue, type TableId, tables } from './tables';

const file = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared', 'spec', 'tasks.md');
const here = existsSync(file);
if (!here) console.warn('../shared/spec/tasks.md is not beside this checkout: the published tables are not compared with it.');

/** Our column ids by the specification's headings. */
const columnOf: Readonly<Record<string, string>> = {
  SVHN: 'svhn',
  C10: 'cifar10',
  'C10 aug': 'cifar10-augmented',
  C100: 'cifar100',
  'C100 aug': 'cifar100-augmented',
  Tiny: 'tiny-imagenet',
  'Tiny aug': 'tiny-imagenet-augmented',
  ImageNet: 'imagenet',
  IMDB: 'imdb',
  Tolstoi: 'tolstoi',
};

/** Heading and rows of the Markdown table below a line that starts with `title`. */
function specified(title: string): { readonly heading: string[]; readonly rows: string[][] } {
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(title));
  const first = lines.findIndex((line, index) => index > start && line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [heading = [], _rule, ...rows] = lines.slice(first, end).map(cells);
  return { heading, rows };
}

describe.each<{ id: TableId; title: string; cells: number }>([
  { id: 'table-1', title: '### Published table 1', cells: 72 },
  { id: 'table-2', title: '### Published table 2', cells: 18 },
])('$id', ({ id, title, cells }) => {
  const { columns, rows } = tables[id];

  it('is complete', () => {
    expect(rows.every(({ values }) => values.length === columns.length)).toBe(true);
    expect(rows.length * columns.length).toBe(cells);
  });

  it.skipIf(!here)('has the methods and columns of the specification', () => {
    const { heading, rows: lines } = specified(title);
    expect(heading.slice(1).map((name) => columnOf[name])).toEqual(columns.map((column) => column.id));
    expect(lines.map(([name]) => name)).toEqual(rows.map(({ name }) => name));
  });

  it.skipIf(!here)('has every number of the specification', () => {
    const { heading, rows: lines } = specified(title);
    const wanted = lines.flatMap(([name, ...values]) =>
      values.map((value, at) => [name, columnOf[heading[at + 1] as string], value] as const),
    );
    expect(wanted).toHaveLength(cells);
    const ours = wanted.map(([name, column]) => {
      const method = rows.find((row) => row.name === name)?.method ?? '';
      return [name, column, publishedOf(id, method, column as string)];
    });
    expect(ours).toEqual(wanted);
  });
});

it('knows no number of what the paper does not have', () => {
  expect(publishedOf('table-1', 'sps', 'svhn')).toBeNull();
  expect(publishedOf('table-1', 'aalig', 'glyphs')).toBeNull();
  expect(publishedValue('table-2', 'aalig', 'tolstoi')).toBe(59.4);
  // As printed, with its zero.
  expect(publishedOf('table-1', 'aalig', 'svhn')).toBe('95.0');
});
