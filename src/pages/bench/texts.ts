/** Measured numbers as people read them, with their units. */
import type { EngineId } from '../../benchmark/catalog';

function threeDigits(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** A time in milliseconds: `0.123 ms`, `12.3 ms`, `1.25 s`, `72.0 s`. */
export function timeText(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '–';
  return milliseconds >= 999.5 ? `${threeDigits(milliseconds / 1000)} s` : `${threeDigits(milliseconds)} ms`;
}

/** A number of bytes: `98 kB`, `12.3 MB`. A dash where there is none. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return '–';
  if (bytes < 999.5e3) return `${threeDigits(bytes / 1e3)} kB`;
  return bytes < 999.5e6 ? `${threeDigits(bytes / 1e6)} MB` : `${threeDigits(bytes / 1e9)} GB`;
}

/** A ratio: `0.123 ×`, `12.3 ×`. */
export function ratioText(value: number): string {
  return Number.isFinite(value) ? `${threeDigits(value)} ×` : '–';
}

/** An engine's colour, the same in table and chart. Ours, replayed, has the accent. */
export const engineColors: Readonly<Record<EngineId, string>> = {
  tfjs: 'var(--run-0)',
  eager: 'var(--run-5)',
  replay: 'var(--run-accent)',
  'jax-js': 'var(--run-1)',
};
