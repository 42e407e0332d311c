/** A run as the page shows it. Its numbers live in `series.ts`, outside React. */
import type { OptimizerSetting } from '../training/experiment';
import type { Origin, RunStatus } from '../training/records';
import { countText } from './number-text';

export interface RunView {
  readonly runId: string;
  readonly optimizerIndex: number;
  readonly optimizer: OptimizerSetting;
  /** Short name that tells runs of one experiment apart, e.g. "AALIG", "AALIG η=10", "Adam · seed 2". */
  readonly label: string;
  /** The label of its method alone: runs that differ only in seed share it. */
  readonly method: string;
  readonly seed: number;
  /** CSS custom property or colour, the same everywhere this run is drawn; runs that differ only in seed share it. */
  readonly color: string;
  /** Second channel where colours repeat: an SVG dash array, or null for a solid line. */
  readonly dash: string | null;
  readonly status: RunStatus;
  /** Update of a divergence or failure. */
  readonly statusUpdate: number | null;
  readonly message: string | null;
  readonly initialHash: string;
  readonly batchHash: string | null;
  /** Switched off in the charts by the person. */
  readonly hidden: boolean;
  /** The cap η of its step size, null if the method has none. */
  readonly cap: number | null;
  /** Null or missing: it began with the task's initial weights. */
  readonly forkedFrom?: Origin | null;
}

/** Where a run comes from: `AALIG after update 12`, `trained.safetensors`. */
export function originText({ kind, label, update }: Origin): string {
  const name = label ?? (kind === 'run' ? 'an earlier run' : 'a file');
  return update === null ? name : `${name} after update ${countText(update)}`;
}
