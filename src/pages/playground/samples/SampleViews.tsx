/**
 * What the runs of a session look like sample by sample, below the results: pictures or texts, loss against AOV, the AOVs' distribution, mistakes,
 * and what a model writes. Each is there only where the task and the runs have something to show in it.
 */
import { lazy, useDeferredValue, useEffect, useRef, useState } from 'react';
import { aaligRuns, chosenRun } from '../../../charts/runs';
import { useChartSettings } from '../../../state/chart-settings';
import { useRuns } from '../../../state/runs';
import { useSamples, withToggled } from '../../../state/samples';
import { follow, inspect } from '../../../state/session';
import { galleryContent } from '../../../state/worker-questions';
import { Place } from '../Place';
import page from '../page.module.css';
import styles from './samples.module.css';
import { TextPanel } from './TextPanel';

const load = {
  samples: () => import('../../../charts/SamplesCard').then((module) => ({ default: module.SamplesCard })),
  scatter: () => import('../../../charts/ScatterCard').then((module) => ({ default: module.ScatterCard })),
  histogram: () => import('../../../charts/AovHistogramChart').then((module) => ({ default: module.AovHistogramChart })),
  confusion: () => import('../../../charts/ConfusionCard').then((module) => ({ default: module.ConfusionCard })),
} as const;
const SamplesCard = lazy(load.samples);
const ScatterCard = lazy(load.scatter);
const AovHistogramChart = lazy(load.histogram);
const ConfusionCard = lazy(load.confusion);

/** Fetches the views while a session is being prepared: those that are there when the session begins push nothing aside. */
function usePreloaded(): void {
  const preparing = useRuns((state) => state.status === 'preparing');
  useEffect(() => {
    // A view that cannot be fetched says so when it is shown.
    if (preparing) for (const fetch of Object.values(load)) fetch().catch(() => undefined);
  }, [preparing]);
}

function followToo(sample: number): void {
  follow(withToggled(useSamples.getState().picked, sample));
}

/** The views; nothing before a session. */
export function SampleViews() {
  const runs = useDeferredValue(useRuns((state) => state.runs));
  const task = useDeferredValue(useRuns((state) => state.task));
  const sessionId = useRuns((state) => state.sessionId);
  const host = useRef<HTMLElement>(null);
  usePreloaded();
  const candidates = aaligRuns(runs);
  const chosen = useChartSettings((state) => state.aovRunId);
  useInspection(host, sessionId, task ? (chosenRun(candidates, chosen)?.runId ?? null) : null);
  if (!task || !sessionId) return null;
  const { gallery, classNames, canGenerate, trainSize, batchesPerEpoch } = task;
  const hasAovs = candidates.length > 0;
  if (!gallery && !classNames && !canGenerate && !hasAovs) return null;
  return (
    <section ref={host} className={`${page.charts} ${styles.views}`} aria-label="Samples, AOVs and mistakes">
      {gallery && (
        <Place wide className={styles.samples}>
          <SamplesCard
            // Order and page belong to one set of samples.
            key={sessionId}
            sessionId={sessionId}
            gallery={gallery}
            trainSize={trainSize}
            runs={runs}
            fetchContent={galleryContent}
            onFollow={follow}
          />
        </Place>
      )}
      {hasAovs && (
        <Place>
          <ScatterCard runs={runs} onPick={followToo} />
        </Place>
      )}
      {hasAovs && (
        <Place>
          <AovHistogramChart runs={runs} batchesPerEpoch={batchesPerEpoch} />
        </Place>
      )}
      {classNames && (
        // Alone in its row, it has room for all names.
        <Place wide={!canGenerate}>
          <ConfusionCard runs={runs} classNames={classNames} />
        </Place>
      )}
      {canGenerate && (
        <Place wide={!classNames}>
          <TextPanel runs={runs} />
        </Place>
      )}
    </section>
  );
}

/**
 * Asks for every sample's numbers of a run while somebody can see them: they are megabytes an epoch where the training set is large.
 */
function useInspection(host: React.RefObject<HTMLElement | null>, sessionId: string | null, runId: string | null): void {
  const [seen, setSeen] = useState(false);
  const present = sessionId !== null && runId !== null;
  useEffect(() => {
    const element = host.current;
    if (!present || !element) return;
    const sight = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting ?? false), { rootMargin: '50% 0px' });
    sight.observe(element);
    return () => {
      sight.disconnect();
      setSeen(false);
    };
  }, [host, present]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each session has to be asked anew
  useEffect(() => {
    if (!seen || runId === null) return;
    inspect(runId);
    return () => inspect(null);
  }, [seen, sessionId, runId]);
}
