/** What the command line says. */
import { UsageError, valuesOf } from '../scripts/command-line';

export const kinds = ['tab', 'worker', 'device', 'gpu-process', 'server'] as const;
export type Kind = (typeof kinds)[number];

export const backends = ['wasm', 'webgpu'] as const;
export type Backend = (typeof backends)[number];

export const usage = `Usage: npm run faults -- [options]
  --kills N        kills of each kind (default: 20)
  --kind A,B       of: ${kinds.join(', ')} (default: all)
  --backend NAME   wasm or webgpu (default: webgpu for device and gpu-process, wasm for the others)
  --seed S         of the moments of the kills (default: 1)
  --page FOLDER    a built page other than dist/`;

export interface FaultOptions {
  readonly kills: number;
  readonly kinds: readonly Kind[];
  /** Null: each kind on its own. */
  readonly backend: Backend | null;
  readonly seed: number;
  readonly page: string | null;
  readonly help: boolean;
}

/** Where a kind of kill is tried. */
export function backendOf(kind: Kind, asked: Backend | null): Backend {
  return asked ?? (kind === 'device' || kind === 'gpu-process' ? 'webgpu' : 'wasm');
}

function oneOf<T extends string>(text: string, known: readonly T[], option: string): T {
  if (!known.includes(text as T)) throw new UsageError(`${option}: unknown ${JSON.stringify(text)} (known: ${known.join(', ')})`);
  return text as T;
}

function countOf(text: string, option: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${option} must be a whole number from 1, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** @throws UsageError saying what is wrong */
export function readOptions(args: readonly string[]): FaultOptions {
  const text = { type: 'string' } as const;
  const options = { kills: text, kind: text, backend: text, seed: text, page: text, help: { type: 'boolean' } } as const;
  const values = valuesOf(args, options);
  const { kills, kind, backend, seed, page, help } = values;
  return {
    kills: kills === undefined ? 20 : countOf(kills, '--kills'),
    kinds: kind === undefined ? kinds : [...new Set(kind.split(',').map((name) => oneOf(name, kinds, '--kind')))],
    backend: backend === undefined ? null : oneOf(backend, backends, '--backend'),
    seed: seed === undefined ? 1 : countOf(seed, '--seed'),
    page: page ?? null,
    help: help ?? false,
  };
}
