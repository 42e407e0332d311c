/**
 * What the updates of a run leave behind, kept on the device until someone reads it: no step waits for a number.
 * Rows are read back in blocks, a few times a second and at the end of an epoch.
 */
import { concat, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { updateWidth } from './records';

/** Numbers a step makes on the device, in this order: loss, γ before clipping, γ, ‖∇‖², batch AOV. */
export const deviceWidth = 5;

interface Entry {
  /** [deviceWidth] on the device, or the numbers themselves where the host already has them. */
  readonly row: Tensor1D | readonly number[];
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

  push(row: Tensor1D | readonly number[], evaluations: number, seconds: number): void {
    this.entries.push({ row, evaluations, seconds });
  }

  /** All rows since the last call, [count × updateWidth], read back at once. */
  async take(): Promise<Float32Array> {
    const entries = this.entries;
    this.entries = [];
    const onDevice = entries.map((entry) => entry.row).filter((row): row is Tensor1D => !Array.isArray(row));
    let values = new Float32Array();
    if (onDevice.length > 0) {
      const joined: Tensor = onDevice.length === 1 ? onDevice[0]! : concat(paddedToPowerOfTwo(onDevice));
      values = (await joined.data()) as Float32Array<ArrayBuffer>;
      joined.dispose();
      for (const row of onDevice) if (row !== joined) row.dispose();
    }
    const rows = new Float32Array(entries.length * updateWidth);
    let read = 0;
    entries.forEach((entry, index) => {
      const at = index * updateWidth;
      if (Array.isArray(entry.row)) rows.set(entry.row as number[], at);
      else {
        rows.set(values.subarray(read, read + deviceWidth), at);
        read += deviceWidth;
      }
      rows[at + deviceWidth] = entry.evaluations;
      rows[at + deviceWidth + 1] = entry.seconds;
    });
    return rows;
  }

  dispose(): void {
    for (const { row } of this.entries) if (!Array.isArray(row)) (row as Tensor1D).dispose();
    this.entries = [];
  }
}
