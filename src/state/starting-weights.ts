/**
 * Weights of runs, as the page knows of them: where those of the runs in the charts can be had, and those that the next runs begin with.
 * The numbers of the first are with the worker, unless the session was only put back into the charts.
 */
import { create } from 'zustand';
import type { NamedTensor } from '../training/named-tensors';
import type { GivenWeights } from '../worker/protocol';
import type { SessionState } from './runs';

/** Where the weights of the runs in the charts are. */
export type WeightsSource =
  | { readonly kind: 'worker' }
  /** The session was put back; its last checkpoint has them as they were then. */
  | { readonly kind: 'checkpoint'; readonly bytes: ArrayBuffer }
  /** The session came from a file of this name, with the weights of these runs. */
  | { readonly kind: 'file'; readonly name: string; readonly ofRun: ReadonlyMap<string, readonly NamedTensor[]> }
  /** Nowhere, and why. */
  | { readonly kind: 'none'; readonly why: string };

export const onlyRecords: WeightsSource = {
  kind: 'none',
  why: 'Its records were kept, its weights were not. Run the experiment again and ask then.',
};

export interface StartingWeights {
  /** The file. */
  readonly name: string;
  readonly weights: GivenWeights;
  /** The task, as JSON, that they are known to fit; null: not known yet. */
  readonly fits: string | null;
}

interface WeightsStore {
  readonly source: WeightsSource;
  /** What the next runs begin with; null: the task's own weights. */
  readonly start: StartingWeights | null;
  /** Whether they are being held against the task. */
  readonly checking: boolean;
}

export const useWeights = create<WeightsStore>()(() => ({ source: { kind: 'worker' }, start: null, checking: false }));

/** The next runs begin with the task's own weights again. */
export function dropStart(): void {
  useWeights.setState({ start: null });
}

/** Why nothing can be had of a run's weights; null: they are there, or the worker says. */
export function weightsWhy(source: WeightsSource, runId: string): string | null {
  if (source.kind === 'none') return source.why;
  if (source.kind === 'file' && !source.ofRun.has(runId)) return `“${source.name}” does not have the weights of this run.`;
  return null;
}

/** Files of weights. */
export const weightsFormats = ['safetensors', 'npz'] as const;
export type WeightsFormat = (typeof weightsFormats)[number];

/** Why weights cannot be saved now; empty where they can. */
export function weightsNot({ runs, status }: Pick<SessionState, 'runs' | 'status'>, source: WeightsSource): string {
  if (runs.length === 0) return status === 'preparing' ? 'The runs are being prepared.' : 'Nothing has run: press Run first.';
  if (source.kind === 'checkpoint') return 'They are in its checkpoint: resume it from the list of runs first.';
  return source.kind === 'none' ? source.why : '';
}

/** The weights that came with a session's file. @param weights of each of the runs; null where the file has none */
export function weightsInFile(name: string, runIds: readonly string[], weights: readonly (readonly NamedTensor[] | null)[]): WeightsSource {
  const ofRun = new Map<string, readonly NamedTensor[]>();
  for (const [at, runId] of runIds.entries()) {
    const tensors = weights[at];
    if (tensors) ofRun.set(runId, tensors);
  }
  if (ofRun.size > 0) return { kind: 'file', name, ofRun };
  return { kind: 'none', why: `“${name}” was saved without weights. Run the experiment again and ask then.` };
}
