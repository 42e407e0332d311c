/** What can be saved from the menu "Share": which exports there are, why one cannot be made now, and how each is made. */
import { download, fileName } from '../../../charts/export-figure';
import type { ExportRun, UpdateColumns } from '../../../export/run-data';
import type { SessionRecords } from '../../../export/session/session-records';
import { InputError } from '../../../fields/input-error';
import { epochResult } from '../../../results/collector';
import { blobOf } from '../../../state/blob-of';
import { useExperiment } from '../../../state/experiment';
import { experimentOf } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';
import { longWork } from '../../../state/long-work';
import { type SessionState, useRuns } from '../../../state/runs';
import { seriesOf } from '../../../state/series';
import { sessionResult } from '../../../state/session-result';
import { useWeights, type WeightsSource, weightsNot } from '../../../state/starting-weights';
import { taskOf } from '../../../tasks/registry';
import { updateColumns } from '../../../training/records';

export const exportIds = ['experiment', 'python', 'session', 'csv-updates', 'csv-epochs', 'safetensors', 'npz'] as const;
export type ExportId = (typeof exportIds)[number];

export interface Export {
  readonly id: ExportId;
  readonly name: string;
  /** Why it cannot be made now; empty: it can. */
  readonly why: string;
}

const names: Readonly<Record<ExportId, string>> = {
  experiment: 'Experiment (JSON)',
  python: 'Python script (PyTorch)',
  session: 'Whole session (JSON)',
  'csv-updates': 'Every update (CSV)',
  'csv-epochs': 'Every epoch (CSV)',
  safetensors: 'Weights of all runs (.safetensors)',
  npz: 'Weights of all runs (.npz)',
};

/** @param pythonWhy why there can be no script of the experiment in the rail; empty where there can, or it is not known yet */
export function exportsOf(edit: Edit, session: Pick<SessionState, 'runs' | 'status'>, source: WeightsSource, pythonWhy: string): Export[] {
  const noOptimizer = edit.optimizers.length === 0 ? 'There is no optimizer: add one first.' : '';
  const noRun = session.runs.length === 0 ? 'Nothing has run: press Run first.' : '';
  const whys: Record<ExportId, string> = {
    experiment: noOptimizer,
    python: noOptimizer || pythonWhy,
    session: noRun,
    'csv-updates': noRun,
    'csv-epochs': noRun,
    safetensors: weightsNot(session, source),
    npz: weightsNot(session, source),
  };
  return exportIds.map((id) => ({ id, name: names[id], why: whys[id] }));
}

/** Every number of every update of a run; null where there are none. */
function updatesOf(runId: string): UpdateColumns | null {
  const series = seriesOf(runId);
  if (!series || series.updates === 0) return null;
  return Object.fromEntries(updateColumns.map((column) => [column, series.column(column)])) as UpdateColumns;
}

/** What charts draw beside the numbers of a result. */
function recordsOf(runId: string): SessionRecords {
  const { epochs = [], hashes = [], histograms = [] } = seriesOf(runId) ?? {};
  return {
    hashes,
    aovs: epochs.map(({ aov }, at) => (aov ? { quantiles: aov.quantiles, histogram: histograms[at] ?? null } : null)),
  };
}

const csvType = 'text/csv;charset=utf-8';

function exportRuns({ runs }: Pick<SessionState, 'runs'>): ExportRun[] {
  return runs.map(({ runId, label, optimizer, seed }) => ({
    label,
    optimizer: optimizer.id,
    hyperparameters: optimizer.hyperparameters,
    seed,
    updates: updatesOf(runId),
    epochs: (seriesOf(runId)?.epochs ?? []).map(epochResult),
  }));
}

/** A file of many pieces; one that takes long is shown with its progress. */
function written(id: ExportId, pieces: Iterable<string>, type: string, share: (pieces: number, characters: number) => number) {
  return longWork(`Saving: ${names[id]}`, (pace) => blobOf(pieces, type, pace, share));
}

/** What a file is called: after the task. */
function nameOf(taskName: string, ending: string): string {
  return fileName(`${taskName} ${ending}`);
}

interface Made {
  readonly name: string;
  readonly blob: Blob;
  /** What is not in it; empty: nothing is left out. */
  readonly without?: string;
}

async function made(id: ExportId): Promise<Made> {
  if (id === 'experiment' || id === 'python') {
    const experiment = experimentOf(useExperiment.getState().edit);
    const task = taskOf(experiment.task.id).name;
    if (id === 'experiment') {
      return {
        name: nameOf(task, 'experiment.json'),
        blob: new Blob([`${JSON.stringify(experiment, null, 2)}\n`], { type: 'application/json' }),
      };
    }
    const { pythonScript } = await import('../../../export/python/script');
    return { name: nameOf(task, 'comparison.py'), blob: new Blob([pythonScript(experiment)], { type: 'text/x-python' }) };
  }
  const session = useRuns.getState();
  const result = sessionResult(session);
  const { experiment } = session;
  if (!result || !experiment) throw new InputError('', 'There is no run to save: press Run first.');
  const task = taskOf(result.task.id).name;
  switch (id) {
    case 'csv-updates': {
      const { csvPerUpdate, rowsAPiece } = await import('../../../export/csv/csv');
      const runs = exportRuns(session);
      const total = runs.reduce((sum, { updates }) => sum + (updates?.loss.length ?? 0), 0);
      const blob = await written(id, csvPerUpdate(runs), csvType, (pieces) => (pieces * rowsAPiece) / total);
      return { name: nameOf(task, 'updates.csv'), blob };
    }
    case 'csv-epochs': {
      const { csvPerEpoch, rowsAPiece } = await import('../../../export/csv/csv');
      const runs = exportRuns(session);
      const total = runs.reduce((sum, { epochs }) => sum + epochs.length, 0);
      const blob = await written(id, csvPerEpoch(runs), csvType, (pieces) => (pieces * rowsAPiece) / total);
      return { name: nameOf(task, 'epochs.csv'), blob };
    }
    case 'session': {
      const { charactersOf, sessionPieces } = await import('../../../export/session/session-file');
      const updates = session.runs.map(({ runId }) => updatesOf(runId));
      const { sessionWeights } = await import('./weights');
      const { weights, without } = await sessionWeights(session, useWeights.getState().source);
      const records = session.runs.map(({ runId }) => recordsOf(runId));
      const pieces = sessionPieces({ experiment, result, updates, weights, records });
      const expected = charactersOf(updates);
      const blob = await written(id, pieces, 'application/json', (_, characters) => characters / expected);
      return { name: nameOf(task, 'session.json'), blob, without };
    }
    case 'safetensors':
    case 'npz': {
      const { weightsOfRuns } = await import('./weights');
      return weightsOfRuns(id, session.runs);
    }
    default:
      return id satisfies never;
  }
}

/**
 * Saves a file.
 * @returns what to say of it: its name, and what it is without
 * @throws InputError saying why there can be none
 */
export async function saveExport(id: ExportId): Promise<string> {
  const { name, blob, without } = await made(id);
  download(blob, name);
  return without ? `${name} saved, without ${without}` : `${name} saved`;
}
