/** The confusion matrix of a run on the validation samples, and which classes it mistakes most often. */
import { memo, useMemo, useState } from 'react';
import type { RunView } from '../state/run-view';
import { useSamples } from '../state/samples';
import type { ConfusionEntry } from '../worker/protocol';
import classes from './charts.module.css';
import { confusionFigure, mostConfused } from './confusion-figure';
import { FigureCard } from './FigureCard';
import { formatShare } from './format';
import type { Size } from './frame';
import { RunSelect } from './RunSelect';
import { chosenRun, shownRuns, useStable } from './runs';
import type { Sheet } from './sheets';

interface ConfusionCardProps {
  readonly runs: readonly RunView[];
  readonly classNames: readonly string[];
}

const title = 'Confusion matrix';
const help =
  'Validation samples by their true class (rows) and by the class the model gives them (columns). Blue, on the diagonal, is right; orange is wrong. Each row is shaded by its own shares (their square roots, so that rare mistakes show).';

const mostPairs = 8;

function sheetOf(entry: ConfusionEntry | null, run: RunView | null, names: readonly string[]): Sheet {
  return {
    name: 'classes',
    columns: ['run', 'epoch', 'true class', ...names.map((name) => `predicted ${name}`)],
    rowCount: entry ? names.length : 0,
    row: (index) =>
      entry && run
        ? [run.label, entry.epoch, names[index] ?? '', ...entry.counts.subarray(index * names.length, (index + 1) * names.length)]
        : [],
  };
}

export const ConfusionCard = memo(function ConfusionCard({ runs: given, classNames: names }: ConfusionCardProps) {
  const runs = shownRuns(useStable(given));
  const [runId, setRunId] = useState<string | null>(null);
  const run = chosenRun(runs, runId);
  const entry = useSamples((state) => (run ? (state.confusions.get(run.runId) ?? null) : null));
  const figure = useMemo(() => (entry ? confusionFigure(entry, names) : null), [entry, names]);
  const pairs = useMemo(() => (entry ? mostConfused(entry.counts, names.length, mostPairs) : []), [entry, names]);
  const [cell, setCell] = useState<{ truth: number; predicted: number } | null>(null);
  const [marker, setMarker] = useState<readonly [number, number] | null>(null);

  const onPoint = (at: readonly [number, number] | null, size: Size) => {
    const found = at && figure ? figure.cellAt(size, at[0], at[1]) : null;
    setCell(found);
    setMarker(found && figure ? figure.middleOf(size, found.truth, found.predicted) : null);
  };

  const count = cell && entry ? (entry.counts[cell.truth * names.length + cell.predicted] ?? 0) : 0;
  const total =
    cell && entry ? entry.counts.subarray(cell.truth * names.length, (cell.truth + 1) * names.length).reduce((a, b) => a + b, 0) : 0;

  return (
    <FigureCard
      title={title}
      help={help}
      figure={figure}
      label={`${title} of ${names.length} classes. Arrow keys move over it.`}
      emptyText="The first evaluation is under way"
      marker={names.length > 20 ? marker : null}
      onPoint={onPoint}
      stepOf={(size) => figure?.cellSize(size) ?? [8, 8]}
      controls={<RunSelect runs={runs} chosen={run} label="Run of the confusion matrix" onChoose={setRunId} />}
      sheets={() => [sheetOf(entry, run, names)]}
      readout={
        cell && entry ? (
          <>
            <strong>
              {names[cell.truth]} → {names[cell.predicted]}
            </strong>
            <span>
              {count.toLocaleString('en')} of {total.toLocaleString('en')} ({formatShare(total > 0 ? count / total : Number.NaN)})
            </span>
          </>
        ) : (
          entry && (
            <>
              <span>{entry.epoch === 0 ? 'before training' : `after epoch ${entry.epoch}`}</span>
              <span>true class → predicted class</span>
            </>
          )
        )
      }
      aside={
        <div className={classes.pairs}>
          <h4>Mistaken most often</h4>
          <ol>
            {pairs.map(({ truth, predicted, count: mistakes, share }) => (
              <li
                key={`${truth} ${predicted}`}
                title={`${names[truth]} taken for ${names[predicted]}: ${formatShare(share)} of its samples`}
              >
                <span>
                  {names[truth]} → {names[predicted]}
                </span>
                <span>{mistakes.toLocaleString('en')}</span>
              </li>
            ))}
          </ol>
          {entry && pairs.length === 0 && <p>No mistakes.</p>}
        </div>
      }
    />
  );
});
