/**
 * What runs recorded as CSV, an update or an epoch a row. Both functions make the file in pieces of two hundred lines, so that a caller
 * can let the page breathe in between and a million updates are never one text: `new Blob([...csvPerUpdate(runs)])`.
 */
import type { EpochResult } from '../../results/result';
import type { UpdateColumn } from '../../training/records';
import type { ExportRun } from '../run-data';
import { float32Cell, lineEnd, numberCell, textCell, valueCell } from './cells';

/** Rows of a piece: a few milliseconds on a slow machine. */
export const rowsAPiece = 200;

/** Columns of an update, with units. Losses and step sizes have none. */
const updateHeads: Readonly<Record<UpdateColumn, string>> = {
  loss: 'batch loss',
  stepSizeUnclipped: 'step size before clipping',
  stepSize: 'step size',
  gradNormSq: 'squared gradient norm',
  batchAov: 'mean AOV of the batch',
  evaluations: 'evaluations so far [batches]',
  seconds: 'training time so far [s]',
};

type EpochKey = Exclude<keyof EpochResult, 'epoch' | 'update'>;

const epochHeads: Readonly<Record<EpochKey, string>> = {
  trainLoss: 'training loss (mean of the losses met)',
  fullTrainLoss: 'full training loss',
  validationLoss: 'validation loss',
  validationAccuracy: 'validation accuracy [0 to 1]',
  meanStepSize: 'mean step size',
  weightNorm: 'weight norm',
  zeroShare: 'updates with step size 0 [0 to 1]',
  insideShare: 'updates with step size between 0 and the maximum [0 to 1]',
  cappedShare: 'updates with the maximum step size [0 to 1]',
  meanAov: 'mean AOV',
  reachedShare: 'AOVs reached [0 to 1]',
  aovUpdated: 'AOVs updated',
  evaluations: 'evaluations so far [batches]',
  seconds: 'training time so far [s]',
};

const updateNames = Object.keys(updateHeads) as UpdateColumn[];
const epochNames = Object.keys(epochHeads) as EpochKey[];

/** Hyperparameters of any of the runs, in the order in which they are first met. */
function settingNames(runs: readonly ExportRun[]): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(run.hyperparameters)))];
}

function head(settings: readonly string[], columns: readonly string[]): string {
  const cells = ['run', 'optimizer', 'seed', ...settings.map((name) => `hyperparameter ${name}`), ...columns];
  return cells.map(textCell).join(',') + lineEnd;
}

/** The cells that all rows of a run begin with. Hyperparameters that its method does not have stay empty. */
function beginning(run: ExportRun, settings: readonly string[]): string {
  const values = settings.map((name) => (Object.hasOwn(run.hyperparameters, name) ? valueCell(run.hyperparameters[name]) : ''));
  return [textCell(run.label), textCell(run.optimizer), String(run.seed), ...values].join(',');
}

/**
 * A row an update. Runs whose updates were not kept have none.
 * @returns pieces of the file, in order; the first is the header
 */
export function* csvPerUpdate(runs: readonly ExportRun[]): Generator<string, void, undefined> {
  const settings = settingNames(runs);
  yield head(settings, ['update', ...updateNames.map((name) => updateHeads[name])]);
  for (const run of runs) {
    if (!run.updates) continue;
    const begin = beginning(run, settings);
    const columns = updateNames.map((name) => run.updates![name]);
    const count = columns[0]!.length;
    for (let from = 0; from < count; from += rowsAPiece) {
      const lines: string[] = [];
      for (let row = from; row < Math.min(count, from + rowsAPiece); row++) {
        let line = `${begin},${row + 1}`;
        for (const column of columns) line += `,${float32Cell(column[row]!)}`;
        lines.push(line);
      }
      yield lines.join(lineEnd) + lineEnd;
    }
  }
}

/**
 * A row an epoch; epoch 0 is the state before training.
 * @returns pieces of the file, in order; the first is the header
 */
export function* csvPerEpoch(runs: readonly ExportRun[]): Generator<string, void, undefined> {
  const settings = settingNames(runs);
  yield head(settings, ['epoch', 'updates so far', ...epochNames.map((name) => epochHeads[name])]);
  for (const run of runs) {
    const begin = beginning(run, settings);
    for (let from = 0; from < run.epochs.length; from += rowsAPiece) {
      const lines = run.epochs.slice(from, from + rowsAPiece).map((epoch) => {
        const values = epochNames.map((name) => {
          const value = epoch[name];
          return typeof value === 'boolean' ? valueCell(value) : numberCell(value);
        });
        return [begin, epoch.epoch, epoch.update, ...values].join(',');
      });
      yield lines.join(lineEnd) + lineEnd;
    }
  }
}
