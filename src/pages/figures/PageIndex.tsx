/** The figures and tables of the page at its side: where they are, and how far each is. */
import type { PaperFigure } from '../../paper/definition';
import { useSweeps } from '../../state/sweeps/store';
import styles from './figures.module.css';
import { entriesOf, isActive, isWhole, newestByPanel, progressOf } from './panel-states';

/** How far a figure is, as a short text: the store's changes that leave it as it is draw nothing. */
function stateOf({ id, panels }: PaperFigure, entries: Parameters<typeof entriesOf>[0]): string {
  const newest = [...newestByPanel(entriesOf(entries, id)).values()];
  if (newest.some(isActive)) return `${Math.floor(100 * progressOf(newest).share)} %`;
  if (newest.length === 0) return '';
  return newest.length === panels.length && newest.every(isWhole) ? 'done' : 'part';
}

function Entry({ figure }: { readonly figure: PaperFigure }) {
  const state = useSweeps(({ entries }) => stateOf(figure, entries));
  return (
    <li>
      <a href={`#${figure.id}`}>
        <span>{figure.number}</span>
        <small>{figure.name}</small>
      </a>
      <span className={styles.indexState}>{state}</span>
    </li>
  );
}

/** The index. */
export function PageIndex({ figures }: { readonly figures: readonly PaperFigure[] }) {
  return (
    <nav className={styles.index} aria-label="Figures and tables">
      <ol>
        {figures.map((figure) => (
          <Entry key={figure.id} figure={figure} />
        ))}
      </ol>
    </nav>
  );
}
