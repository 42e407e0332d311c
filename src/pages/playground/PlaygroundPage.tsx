/** The playground: rail on the left, charts and results on the right; on a narrow screen the rail is a sheet. */
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect } from 'react';
import { OnceAsked } from '../../frame/sheet/OnceAsked';
import { useData } from '../../state/data';
import { useKept } from '../../state/kept/store';
import { usePreferences } from '../../state/preferences';
import { useRuns } from '../../state/runs';
import { useTour } from '../../state/tour';
import { ChartGrid } from './ChartGrid';
import { DropZone } from './DropZone';
import { Header } from './header/Header';
import styles from './page.module.css';
import { Rail } from './rail/Rail';
import { SessionLine } from './rail/SessionLine';
import { useAddress } from './share/use-address';
import { LiveRegion } from './strip/LiveRegion';
import { Strip } from './strip/Strip';
import { useTourInAddress } from './tour/use-tour-in-address';
import { usePageActions } from './transport/page-actions';
import { Transport } from './transport/Transport';
import { useShortcuts } from './transport/use-shortcuts';
import { useWhy } from './why/why-store';

// Only what the first view shows comes with it. Most visits go without a tour, or a look at the data sets.
const DataPanel = lazy(() => import('./data/DataPanel').then((module) => ({ default: module.DataPanel })));
const ResultsTable = lazy(() => import('./results/ResultsTable').then((module) => ({ default: module.ResultsTable })));
const SampleViews = lazy(() => import('./samples/SampleViews').then((module) => ({ default: module.SampleViews })));
const RunsPanel = lazy(() => import('./kept/RunsPanel').then((module) => ({ default: module.RunsPanel })));
const StorageChoice = lazy(() => import('./kept/StorageChoice').then((module) => ({ default: module.StorageChoice })));
const Sheet = lazy(() => import('./rail/Sheet').then((module) => ({ default: module.Sheet })));
const TourGuide = lazy(() => import('./tour/TourGuide').then((module) => ({ default: module.TourGuide })));
const WhyPanel = lazy(() => import('./why/WhyPanel').then((module) => ({ default: module.WhyPanel })));

/** Below this width there is no room for the rail beside the charts. */
const narrow = '(max-width: 820px)';

/** The page. */
export function PlaygroundPage() {
  useShortcuts();
  usePageActions();
  useIntroduced();
  useTourInAddress();
  useAddress();
  const opened = {
    data: useData((state) => state.panel.opened),
    runs: useKept((state) => state.panelOpened),
    why: useWhy((state) => state.opened),
  };
  const touring = useTour((state) => state.tour !== null);
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false });
  return (
    <>
      <a className={styles.skip} href="#training">
        Skip to the charts
      </a>
      <Header />
      <div className={styles.page}>
        {isNarrow ? (
          <Suspense fallback={<section className={styles.bottom} aria-label="Training controls" />}>
            <Sheet />
          </Suspense>
        ) : (
          <SideRail />
        )}
        <main className={styles.main} id="training" tabIndex={-1}>
          <h2 className="visually-hidden">Training</h2>
          <StorageChoiceIfFull />
          <Strip />
          <ChartGrid />
          {/* At most at the lower edge of the first view. */}
          <Suspense fallback={<div className={styles.tablePlace} />}>
            <ResultsTable />
          </Suspense>
          <Suspense fallback={null}>
            <SampleViews />
          </Suspense>
        </main>
      </div>
      {touring && (
        <Suspense fallback={null}>
          <TourGuide />
        </Suspense>
      )}
      <LiveRegion />
      <OnceAsked opened={opened.data}>
        <DataPanel />
      </OnceAsked>
      <OnceAsked opened={opened.why}>
        <WhyPanel />
      </OnceAsked>
      <OnceAsked opened={opened.runs}>
        <RunsPanel />
      </OnceAsked>
      <DropZone />
    </>
  );
}

/** After a first run that came to its end nobody needs to be told what to press. */
function useIntroduced(): void {
  const done = useRuns((state) => state.status === 'done');
  const setIntroduced = usePreferences((state) => state.setIntroduced);
  useEffect(() => {
    if (done) setIntroduced();
  }, [done, setIntroduced]);
}

function StorageChoiceIfFull() {
  const full = useKept((state) => state.trouble?.kind === 'full');
  return (
    full && (
      <Suspense fallback={null}>
        <StorageChoice />
      </Suspense>
    )
  );
}

function SideRail() {
  return (
    <aside className={styles.side} aria-label="Experiment">
      <div className={styles.top}>
        <Transport />
        <SessionLine />
      </div>
      <Rail />
    </aside>
  );
}
