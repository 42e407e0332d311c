/** What the page says before there is anything to compare. */
import { IconChartLine, IconFileImport, IconGridDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './compare.module.css';
import { KeptRuns } from './list/KeptRuns';
import { OpenResult } from './OpenResult';
import { PageLink } from './PageLink';
import { UnderWay } from './UnderWay';

export function Empty() {
  return (
    <main className={styles.empty}>
      <h2>Nothing to compare yet</h2>
      <p className={styles.lead}>
        Every experiment of this visit is kept here when it ends: its runs side by side with those of any other, with what differs in their
        settings.
      </p>
      <UnderWay />
      <KeptRuns />
      <ol className={styles.ways}>
        <Way icon={<IconChartLine size={22} stroke={1.5} aria-hidden="true" />} title="Train something">
          Run two or three optimizers in the <PageLink to="playground">Playground</PageLink>; then change a setting and run them again.
        </Way>
        <Way icon={<IconGridDots size={22} stroke={1.5} aria-hidden="true" />} title="Run a figure or a sweep">
          The paper’s experiments are on the page <PageLink to="figures">Figures</PageLink>, grids of step sizes on the page{' '}
          <PageLink to="sweeps">Sweeps</PageLink>.
        </Way>
        <Way icon={<IconFileImport size={22} stroke={1.5} aria-hidden="true" />} title="Open a result">
          A RESULT.json that this page or the command line saved. It may also be dropped anywhere here.
          <OpenResult prominent />
        </Way>
      </ol>
    </main>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Way({ icon, title, children }: WayProps) {
  return (
    <li className={styles.way}>
      {icon}
      <h3>{title}</h3>
      <div>{children}</div>
    </li>
  );
}
