/** `?embed`: the playground in a frame of another page. Chosen charts and controls, and the way to the whole page; nothing is kept. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { InputError } from '../../fields/input-error';
import { type EmbedContent, type EmbedControl, readEmbed } from '../../share/embed';
import { experimentToQuery } from '../../share/link';
import { useData } from '../../state/data';
import { useExperiment } from '../../state/experiment';
import { experimentOf } from '../../state/experiment-edit';
import type { Edit } from '../../state/experiment-fields';
import { useRuns } from '../../state/runs';
import { pageAddress } from '../../state/shared-link';
import { OptimizerList } from '../playground/rail/OptimizerList';
import { SessionLine } from '../playground/rail/SessionLine';
import { TaskPanel } from '../playground/rail/TaskPanel';
import { Introduction } from '../playground/strip/Introduction';
import { LiveRegion } from '../playground/strip/LiveRegion';
import { ProgressLine } from '../playground/strip/ProgressLine';
import { Transport } from '../playground/transport/Transport';
import { useShortcuts } from '../playground/transport/use-shortcuts';
import { useWhy } from '../playground/why/why-store';
import { EmbedCharts } from './EmbedCharts';
import styles from './embed.module.css';

const DataPanel = lazy(() => import('../playground/data/DataPanel').then((module) => ({ default: module.DataPanel })));
const WhyPanel = lazy(() => import('../playground/why/WhyPanel').then((module) => ({ default: module.WhyPanel })));
const XAxisSelect = lazy(() => import('../../charts/XAxisSelect').then((module) => ({ default: module.XAxisSelect })));
const SmoothingSlider = lazy(() => import('../../charts/SmoothingSlider').then((module) => ({ default: module.SmoothingSlider })));

/** What the address asks for, or what is wrong with it. */
function readAddress(): EmbedContent | { readonly problem: string } {
  try {
    return readEmbed(location.search);
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}

/** The page. */
export function EmbedPage() {
  const [content] = useState(readAddress);
  const experiment = 'problem' in content ? null : content.experiment;
  useEffect(() => {
    if (experiment) useExperiment.getState().setExperiment(experiment);
  }, [experiment]);
  if ('problem' in content) {
    return (
      <main className={styles.page}>
        <h1 className="visually-hidden">Polyak Playground</h1>
        <p className={styles.problem} role="alert">
          The address of this frame is not right: {content.problem}.
        </p>
        <OpenLink />
      </main>
    );
  }
  return <Embedded content={content} />;
}

function Embedded({ content: { view } }: { readonly content: EmbedContent }) {
  useShortcuts();
  const has = (control: EmbedControl) => view.controls.includes(control);
  const rail = has('task') || has('optimizers');
  return (
    <main className={styles.page} data-rail={rail || undefined}>
      <h1 className="visually-hidden">Polyak Playground</h1>
      <div className={styles.top}>
        {has('run') && <Transport />}
        <Happening />
        {has('axis') && (
          <Suspense fallback={null}>
            <div className={styles.axis}>
              <XAxisSelect />
              <SmoothingSlider />
            </div>
          </Suspense>
        )}
        <OpenLink />
      </div>
      <div className={styles.columns}>
        {rail && (
          <aside className={styles.rail} aria-label="Experiment">
            {has('run') && <SessionLine />}
            {has('task') && <TaskPanel />}
            {has('optimizers') && <OptimizerList />}
          </aside>
        )}
        <EmbedCharts charts={view.charts} />
      </div>
      <LiveRegion />
      {has('task') && <DataPanelWhenOpen />}
      <WhyPanelWhenOpen />
    </main>
  );
}

function Happening() {
  const idle = useRuns((state) => state.status === 'idle');
  return <div className={styles.happening}>{idle ? <Introduction /> : <ProgressLine />}</div>;
}

function DataPanelWhenOpen() {
  const opened = useData((state) => state.panel.opened);
  return (
    opened && (
      <Suspense fallback={null}>
        <DataPanel />
      </Suspense>
    )
  );
}

function WhyPanelWhenOpen() {
  const opened = useWhy((state) => state.opened);
  return (
    opened && (
      <Suspense fallback={null}>
        <WhyPanel />
      </Suspense>
    )
  );
}

/** The address of the whole page with this experiment; without it where it is none, or is too long. */
function wholePage(edit: Edit): string {
  try {
    return `${pageAddress()}?${experimentToQuery(experimentOf(edit))}`;
  } catch (error) {
    if (error instanceof InputError) return pageAddress();
    throw error;
  }
}

/** The way to the whole page, with the experiment as it is set here. */
function OpenLink() {
  const edit = useExperiment((state) => state.edit);
  return (
    <a className={styles.open} href={wholePage(edit)} target="_blank" rel="noopener">
      Open in Polyak Playground
    </a>
  );
}
