/** Means over seeds as a table: one row an epoch and method. */
import type { EpochRecord } from '../training/records';
import { type BandField, type BandLine, bandOf, type MethodView } from './seed-band';
import { type Cell, joined, type Sheet, tidy } from './sheets';

const totals: readonly BandField[] = (['update', 'evaluations', 'seconds'] as const).map((name) => ({
  name: `total ${name}`,
  read: (record: EpochRecord) => record[name],
}));

/** Mean, standard deviation (n − 1), lowest, highest and count of each of these numbers, over the seeds of a method. */
export function seedsSheet(methods: readonly MethodView[], fields: readonly BandField[]): Sheet {
  const columns = [
    'run',
    'epoch',
    'update',
    'evaluations',
    'seconds',
    ...fields.flatMap(({ name }) => [`${name}: mean`, `${name}: sd`, `${name}: lowest`, `${name}: highest`, `${name}: seeds`]),
  ];
  const parts = methods.map((method) => {
    const bands = fields.map((field) => bandOf(method, field, 'epochs'));
    const means = totals.map((field) => bandOf(method, field, 'epochs'));
    const epochs = means[0]?.epochs ?? [];
    return {
      count: epochs.length,
      row: (i: number): Cell[] => {
        const epoch = epochs[i] as number;
        return [
          method.label,
          epoch,
          ...means.map((band) => cellAt(band, band.ys, epoch)),
          ...bands.flatMap((band) => cellsOf(band, epoch)),
        ];
      },
    };
  });
  return joined('mean over seeds', columns, parts);
}

function cellAt({ epochs }: BandLine, values: readonly number[], epoch: number): Cell {
  const at = epochs.indexOf(epoch);
  return at < 0 ? null : tidy(values[at] as number);
}

function cellsOf(band: BandLine, epoch: number): Cell[] {
  return [band.ys, band.sds, band.lows, band.highs, band.counts].map((values) => cellAt(band, values, epoch));
}
