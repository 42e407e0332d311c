/** The playground: rail on the left, charts and results on the right; on a narrow screen the rail is a sheet. */
import { Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { usePreferences } from '../../state/preferences';
import { useRuns } from '../../state/runs';
import { useTour } from '../../state/tour';
import { ChartGrid } from './ChartGrid';
import { DropZone } from './DropZone';
import { DataPanel } from './data/DataPanel';
import { Header } from './header/Header';
import styles from './page.module.css';
import { Rail } from './rail/Rail';
import { SessionLine } from './rail/SessionLine';
import { ResultsTable } from './results/ResultsTable';
import { SampleViews } from './samples/SampleViews';
import { LiveRegion } from './strip/LiveRegion';
import { Strip } from './strip/Strip';
import { useTourInAddress } from './tour/use-tour-in-address';
import { Transport } from './transport/Transport';
import { useShortcuts } from './transport/use-shortcuts';

// Most visits go without a tour.
const TourGuide = lazy(() => import('./tour/TourGuide').then((module) => ({ default: module.TourGuide })));

/** Below this width there is no room for the rail beside the charts. */
const narrow = '(max-width: 820px)';

/** The page. */
export function PlaygroundPage() {
  useShortcuts();
  useIntroduced();
  useTourInAddress();
  const touring = useTour((state) => state.tour !== null);
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false });
  return (
    <>
      <a className={styles.skip} href="#training">
        Skip to the charts
      </a>
      <Header />
      <div className={styles.page}>
        {isNarrow ? <Sheet /> : <SideRail />}
        <main className={styles.main} id="training" tabIndex={-1}>
          <h2 className="visually-hidden">Training</h2>
          <Strip />
          <ChartGrid />
          <ResultsTable />
          <SampleViews />
        </main>
      </div>
      {touring && (
        <Suspense fallback={null}>
          <TourGuide />
        </Suspense>
      )}
      <LiveRegion />
      <DataPanel />
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

/** Transport at the thumb's end of the screen; the rail comes up from below. */
function Sheet() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <section className={styles.bottom} aria-label="Training controls">
        <SessionLine />
        <div className={styles.bottomRow}>
          <Transport />
          <button type="button" className={styles.open} data-tour="rail" aria-label="Experiment" aria-haspopup="dialog" onClick={open}>
            <IconAdjustmentsHorizontal size={20} stroke={1.7} aria-hidden="true" />
          </button>
        </div>
      </section>
      <Drawer.Root opened={opened} onClose={close} position="bottom" size="85%">
        <Drawer.Overlay />
        <Drawer.Content>
          {/* Not Drawer.Header: a second banner would confuse those who jump from landmark to landmark. */}
          <div className={styles.sheetHead}>
            <Drawer.Title className={styles.sheetTitle}>Experiment</Drawer.Title>
            <Drawer.CloseButton aria-label="Close" />
          </div>
          <Drawer.Body>
            <Rail />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
