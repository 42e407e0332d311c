/**
 * What the updates of a run leave behind, kept on the device until someone reads it: no step waits for a number.
 * Rows are read back in blocks, a few times a second and at the end of an epoch.
 */
import { concat, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { updateWidth } from './records';

/** Numbers a step makes on the device, in this order: loss, γ before clipping, γ, ‖∇‖², batch AOV. */
export const deviceWidth = 5;

/** A ring of rows on the device, filled by recorded steps; a row is overwritten after `rows` further ones. */
export interface Ring {
  readonly rows: number;
  /** All of it, [rows × deviceWidth], as it is after the steps made so far. */
  read(): Promise<Float32Array>;
}

/** The number-th row that was put into a ring. */
export interface RingRow {
  readonly ring: Ring;
  readonly number: number;
}

/** [deviceWidth] on the device, its place in a ring on the device, or the numbers themselves where the host already has them. */
export type LogRow = Tensor1D | RingRow | readonly number[];

interface Entry {
  readonly row: LogRow;
  readonly evaluations: number;
  readonly seconds: number;
}

/** The rows and some of them again. The GPU's buffer pool keeps a buffer of every size it ever met, so only few sizes may occur. */
function paddedToPowerOfTwo(rows: readonly Tensor1D[]): Tensor1D[] {
  return Array.from({ length: 2 ** Math.ceil(Math.log2(rows.length)) }, (_, index) => rows[index] ?? rows[0]!);
}

export class UpdateLog {
  private entries: Entry[] = [];

  get length(): number {
    return this.entries.length;
  }

  push(row: LogRow, evaluations: number, seconds: number): void {
    this.entries.push({ row, evaluations, seconds });
  }

  /** Whether the next row of a ring would overwrite one that nobody has read. */
  get ringIsFull(): boolean {
    const first = this.entries.find(({ row }) => isRingRow(row))?.row as RingRow | undefined;
    const last = this.entries.at(-1)?.row;
    return first !== undefined && last !== undefined && isRingRow(last) && last.number - first.number + 1 >= first.ring.rows;
  }

  /** Reads the rows that lie in a ring, so that it may go on; they stay in the log. */
  async absorb(): Promise<void> {
    const rings = new Set(this.entries.flatMap(({ row }) => (isRingRow(row) ? [row.ring] : [])));
    const entries = this.entries;
    for (const ring of rings) {
      const table = await ring.read();
      entries.forEach((entry, i) => {
        if (isRingRow(entry.row) && entry.row.ring === ring) entries[i] = { ...entry, row: rowIn(table, entry.row) };
      });
    }
  }

  /** All rows since the last call, [count × updateWidth], read back at once. */
  async take(): Promise<Float32Array> {
    const entries = this.entries;
    this.entries = [];
    const onDevice = entries.map((entry) => entry.row).filter(isTensor);
    let values = new Float32Array();
    if (onDevice.length > 0) {
      const joined: Tensor = onDevice.length === 1 ? onDevice[0]! : concat(paddedToPowerOfTwo(onDevice));
      values = (await joined.data()) as Float32Array<ArrayBuffer>;
      joined.dispose();
      for (const row of onDevice) if (row !== joined) row.dispose();
    }
    const tables = new Map<Ring, Float32Array>();
    for (const { row } of entries) if (isRingRow(row) && !tables.has(row.ring)) tables.set(row.ring, await row.ring.read());
    const rows = new Float32Array(entries.length * updateWidth);
    let read = 0;
    entries.forEach(({ row, evaluations, seconds }, index) => {
      const at = index * updateWidth;
      if (isRingRow(row)) rows.set(rowIn(tables.get(row.ring)!, row), at);
      else if (isTensor(row)) {
        rows.set(values.subarray(read, read + deviceWidth), at);
        read += deviceWidth;
      } else rows.set(row, at);
      rows[at + deviceWidth] = evaluations;
      rows[at + deviceWidth + 1] = seconds;
    });
    return rows;
  }

  dispose(): void {
    for (const { row } of this.entries) if (isTensor(row)) row.dispose();
    this.entries = [];
  }
}

const isRingRow = (row: LogRow): row is RingRow => 'ring' in row;
const isTensor = (row: LogRow): row is Tensor1D => !Array.isArray(row) && !isRingRow(row);

function rowIn(table: Float32Array, { ring, number }: RingRow): number[] {
  const start = (number % ring.rows) * deviceWidth;
  return [...table.subarray(start, start + deviceWidth)];
}
