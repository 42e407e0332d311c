/** The panels of a figure that is drawn: curves as the paper has them, the cost of each method, or the numbers. */
import { useMemo, useState } from 'react';
import { LegendList } from '../../charts/results/LegendList';
import { TextSwitch } from '../../charts/TextSwitch';
import type { PanelDrawing, PaperFigure } from '../../paper/definition';
import type { CurveAxis } from '../../results/groups';
import styles from './drawings.module.css';
import { type Method, type MethodResult, methodResults, methodsOf } from './method-results';
import { Numbers } from './Numbers';
import { Panel } from './Panel';
import type { FigureChoices, FigureSweeps } from './use-figure';
import { sweepOf } from './variants';

interface CurvesProps {
  readonly figure: PaperFigure;
  readonly sweeps: FigureSweeps;
  readonly choices: FigureChoices;
}

/** What a panel of a figure with many methods shows: its own drawing, or what an update cost. */
export type View = 'curves' | 'cost' | 'numbers';

const views = [
  { value: 'curves', label: 'curves', help: 'As the paper draws them' },
  { value: 'cost', label: 'cost', help: 'Evaluations an update, epoch by epoch: a line search pays for its trial steps' },
  { value: 'numbers', label: 'numbers', help: 'What each method came to, mean ± standard deviation over the seeds' },
] as const satisfies readonly { value: View; label: string; help: string }[];

const axes = [
  { value: 'epochs', label: 'epochs', help: 'Passes over the training set' },
  { value: 'evaluations', label: 'evaluations', help: 'Forward passes of a batch: what a line search pays for its trial steps counts' },
  { value: 'seconds', label: 'seconds', help: 'Each run’s own time of training' },
] as const satisfies readonly { value: CurveAxis; label: string; help: string }[];

const ofMethods: readonly PanelDrawing[] = ['trainLoss', 'validationAccuracy'];

/** The methods that a figure compares, from what was run or would be. */
function methodsOfFigure({ figure, sweeps, choices }: CurvesProps): readonly Method[] {
  const methods = new Map<string, Method>();
  for (const { id } of figure.panels) {
    const chosen = choices.panels.get(id)?.chosen;
    const sweep = sweeps.newest.get(id)?.sweep ?? (chosen ? sweepOf(chosen, 1) : null);
    for (const method of sweep ? methodsOf(sweep) : []) if (!methods.has(method.key)) methods.set(method.key, method);
  }
  return [...methods.values()];
}

/** The panels. */
export function Curves(props: CurvesProps) {
  const { figure, sweeps, choices } = props;
  const [view, setView] = useState<View>('curves');
  const [axis, setAxis] = useState<CurveAxis>('epochs');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [emphasis, setEmphasis] = useState<string | null>(null);
  const compares = figure.panels.some(({ draws }) => draws.some((drawing) => ofMethods.includes(drawing)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the methods follow from these parts of the props
  const methods = useMemo(() => (compares ? methodsOfFigure(props) : []), [compares, figure, sweeps.newest, choices.panels]);
  const results = useResults(figure, sweeps);
  return (
    <div className={styles.curves}>
      {compares && (
        <div className={styles.toolbar}>
          <TextSwitch label={`View of ${figure.number}`} value={view} choices={views} onChange={setView} />
          {view === 'curves' && <TextSwitch label={`x axis of ${figure.number}`} value={axis} choices={axes} onChange={setAxis} />}
          {view !== 'numbers' && (
            <LegendList
              looks={methods}
              label={`Methods of ${figure.number}: press one to hide it in every panel`}
              hidden={hidden}
              onHidden={setHidden}
              onEmphasis={setEmphasis}
            />
          )}
        </div>
      )}
      {view === 'numbers' ? (
        <Numbers figure={figure} results={results} />
      ) : (
        <div className={styles.panels} data-count={figure.panels.reduce((sum, { draws }) => sum + draws.length, 0)}>
          {figure.panels.map((panel) => (
            <Panel
              key={panel.id}
              figure={figure}
              panel={panel}
              entry={sweeps.newest.get(panel.id) ?? null}
              all={sweeps.all}
              results={results.get(panel.id) ?? none}
              choices={choices}
              view={view}
              axis={axis}
              hidden={hidden}
              emphasis={emphasis}
            />
          ))}
        </div>
      )}
    </div>
  );
}

const none: readonly MethodResult[] = [];

/** What came of each method in each panel; a panel's list stays the same while its sweep does. */
function useResults(figure: PaperFigure, { newest }: FigureSweeps): ReadonlyMap<string, readonly MethodResult[]> {
  const [cache] = useState(() => new WeakMap<object, readonly MethodResult[]>());
  return useMemo(
    () =>
      new Map(
        figure.panels.map(({ id }) => {
          const entry = newest.get(id);
          if (!entry) return [id, none];
          const made = cache.get(entry) ?? methodResults(entry);
          cache.set(entry, made);
          return [id, made];
        }),
      ),
    [figure, newest, cache],
  );
}
