/** The one place where the parts that keep sessions are put together; what a person does (`actions.ts`) finds them here. */

import { taskOf } from '../../tasks/registry';
import type { Experiment } from '../../training/experiment';
import { taskText } from '../field-text';
import { useFiles } from '../files';
import { optimizerLabels } from '../labels';
import type { Keeper } from './keeper';
import type { Head } from './schema';
import type { KeptStorage, Listed } from './storage';
import { type KeptEntry, useKept } from './store';
import type { Tabs } from './tabs';

export interface KeptParts {
  readonly keeper: Keeper;
  readonly tabs: Tabs;
  /** Rejects where the browser keeps nothing. */
  readonly storage: Promise<KeptStorage>;
}

let parts: KeptParts | null = null;
let waiting: ((made: KeptParts) => void)[] = [];

export function setParts(made: KeptParts | null): void {
  parts = made;
  if (!made) return;
  for (const go of waiting) go(made);
  waiting = [];
}

/** The parts as soon as they are there: the list may be opened before they are. */
function partsSoon(): Promise<KeptParts> {
  return parts ? Promise.resolve(parts) : new Promise((go) => waiting.push(go));
}

/** @throws Error where sessions are not kept */
export function theParts(): KeptParts {
  if (!parts) throw new Error('connectKept has not been called');
  return parts;
}

/** The LIBSVM file that an experiment reads; null where it reads none. */
export function fileNameOf({ task }: Experiment): string | null {
  const field = taskOf(task.id).fields.find(({ kind }) => kind === 'file');
  const value = field ? task.options[field.key] : null;
  return typeof value === 'string' ? value : null;
}

/** The file that an experiment reads, where it is open in the page. */
export function openFileOf(experiment: Experiment): File | null {
  const name = fileNameOf(experiment);
  return name === null ? null : (useFiles.getState().files.find(({ summary }) => summary.name === name)?.file ?? null);
}

/** What a session is called until a person gives it a name. */
export function nameFor(experiment: Experiment): string {
  return taskText(experiment.task).slice(0, 120);
}

function entryOf(head: Head, elsewhere: boolean): KeptEntry {
  const { experiment, checkpoint } = head;
  return {
    id: head.id,
    name: head.name,
    createdAt: head.createdAt,
    changedAt: head.changedAt,
    status: head.status,
    task: taskText(experiment.task),
    optimizers: optimizerLabels(experiment.optimizers),
    runs: experiment.optimizers.length * experiment.seeds.length,
    epoch: checkpoint && head.status === 'under-way' ? Math.max(0, Math.min(...checkpoint.at.map(({ epochs }) => epochs))) : head.epoch,
    epochs: experiment.epochs,
    bytes: head.bytes,
    resumable: head.status !== 'done' && (checkpoint !== null || !head.forked),
    hasCheckpoint: checkpoint !== null,
    elsewhere,
    damage: null,
  };
}

function damagedEntry(id: string, damage: string): KeptEntry {
  return {
    id,
    name: 'A run that cannot be read',
    createdAt: 0,
    changedAt: 0,
    status: 'failed',
    task: '',
    optimizers: [],
    runs: 0,
    epoch: 0,
    epochs: 0,
    bytes: 0,
    resumable: false,
    hasCheckpoint: false,
    elsewhere: false,
    damage,
  };
}

/** The list as the page shows it, the newest first. */
export function entriesOf(listed: readonly Listed[], elsewhere: ReadonlySet<string>): KeptEntry[] {
  return listed
    .map((each) => (each.head ? entryOf(each.head, elsewhere.has(each.id)) : damagedEntry(each.id, each.damage)))
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** Reads the list anew. */
export async function listKept(): Promise<readonly KeptEntry[]> {
  const { storage, tabs } = await partsSoon();
  const [listed, elsewhere] = await Promise.all([storage.then((opened) => opened.list()), tabs.elsewhere()]);
  const entries = entriesOf(listed, elsewhere);
  // An offer is renewed with what is known now; it goes with its session.
  const { offer } = useKept.getState();
  useKept.setState({ entries, offer: offer && (entries.find(({ id }) => id === offer.id) ?? null) });
  return entries;
}
