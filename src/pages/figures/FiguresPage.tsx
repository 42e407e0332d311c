/** The paper's figures and tables, each as a card that can be run here. */
import { useEffect } from 'react';
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';
import { figures } from '../../paper/figures';
import { listData } from '../../state/data-actions';
import { useSweeps } from '../../state/sweeps/store';
import { FigureSection } from './FigureSection';
import styles from './figures.module.css';
import { PageIndex } from './PageIndex';

/** The page. */
export function FiguresPage() {
  const problem = useSweeps((state) => state.storageProblem);
  const loaded = useSweeps((state) => state.loaded);
  // Which data sets are kept decides what the figures can run on.
  useEffect(listData, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: results that are read from the disk move what is below them
  useEffect(() => {
    // The browser looked for the address's part before it was there.
    const part = location.hash.slice(1);
    if (part) document.getElementById(part)?.scrollIntoView();
  }, [loaded]);
  return (
    <>
      <TopBar page="figures">
        <ColorSchemeToggle />
      </TopBar>
      <div className={styles.page}>
        <PageIndex figures={figures} />
        <main className={styles.main}>
          <header className={styles.intro}>
            <h2>Figures and tables of the paper</h2>
            <p>
              Everything that <cite>Faking Interpolation Until You Make It</cite> shows, to be run on this machine. What was published and
              what was measured here stand beside each other and are never mixed; below each stands what was scaled down, and whether the
              claim holds for what was run.
            </p>
            {problem && <p className={styles.problem}>{problem}</p>}
          </header>
          {figures.map((figure) => (
            <FigureSection key={figure.id} figure={figure} />
          ))}
        </main>
      </div>
    </>
  );
}
