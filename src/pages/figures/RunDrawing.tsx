/** The drawings of a panel that look into one run of AALIG: followed samples (Figure 1), mean loss and mean AOV (Figure 4). */
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { AovTracesCard } from '../../charts/results/AovTracesCard';
import { LossAovCard } from '../../charts/results/LossAovCard';
import type { RunResult } from '../../results/result';
import type { YScale } from '../../state/chart-settings';
import { wideHeight } from './heights';
import type { PanelProps } from './Panel';
import { ScaleChoice } from './ScaleChoice';

/** The runs of AALIG, the one that is being made last. */
function aaligRuns({ results, entry }: PanelProps): RunResult[] {
  const best = results.filter(({ optimizer }) => optimizer === 'aalig').flatMap(({ runs }) => runs);
  const live = entry?.current?.run;
  return live && live.optimizer === 'aalig' && live.epochs.length > 0 && !best.includes(live) ? [...best, live] : best;
}

/** One run of several: its choice, where there is one to make. */
function useChosenRun(props: PanelProps) {
  const runs = aaligRuns(props);
  const [seed, setSeed] = useState<number | null>(null);
  const run = runs.find((candidate) => candidate.seed === seed) ?? runs[0] ?? null;
  const control =
    runs.length > 1 ? (
      <NativeSelect
        size="xs"
        aria-label={`Run of ${props.panel.title}`}
        value={String(run?.seed ?? '')}
        data={runs.map((candidate) => ({ value: String(candidate.seed), label: `seed ${candidate.seed}` }))}
        onChange={(event) => setSeed(Number(event.currentTarget.value))}
      />
    ) : null;
  return { run, control };
}

const noRun: RunResult['epochs'] = [];
const noFollowed: RunResult['followed'] = [];

/** AOV and loss of four samples. */
export function AovsDrawing(props: PanelProps) {
  const { run, control } = useChosenRun(props);
  const [yScale, setYScale] = useState<YScale>('log');
  const xEnd = props.entry?.sweep.epochs;
  const epochs = run?.epochs ?? noRun;
  const options = useMemo(
    () => ({
      yScale,
      updates: epochs.filter(({ aovUpdated }) => aovUpdated).map(({ epoch }) => epoch),
      ...(xEnd === undefined ? {} : { xEnd }),
    }),
    [yScale, epochs, xEnd],
  );
  return (
    <AovTracesCard
      title={props.panel.title}
      help="AOVs solid, losses dashed. Of all samples: the one that came to the lowest loss, the one that kept the highest, and those whose AOV rose and fell most."
      followed={run?.followed ?? noFollowed}
      options={options}
      emptyText="The first run is under way."
      controls={
        <>
          {control}
          <ScaleChoice of={props.panel.title} value={yScale} onChange={setYScale} />
        </>
      }
      height={wideHeight}
    />
  );
}

/** Mean loss, mean AOV and mean step size. */
export function LossAndAovDrawing(props: PanelProps) {
  const { run, control } = useChosenRun(props);
  const [yScale, setYScale] = useState<YScale>('linear');
  const xEnd = props.entry?.sweep.epochs;
  const options = useMemo(() => ({ yScale, ...(xEnd === undefined ? {} : { xEnd }) }), [yScale, xEnd]);
  return (
    <LossAovCard
      title={props.panel.title}
      help="Means over each epoch. Where the mean loss falls below the mean AOV most steps are zero, until an update lowers the AOVs that were reached."
      epochs={run?.epochs ?? noRun}
      options={options}
      emptyText="The first run is under way."
      controls={
        <>
          {control}
          <ScaleChoice of={props.panel.title} value={yScale} onChange={setYScale} />
        </>
      }
      height={wideHeight}
    />
  );
}
