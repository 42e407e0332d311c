/** What to do for data that are not on the machine: open a file here, or bring a set on the playground's page. */
import { useRef } from 'react';
import { catalogEntry } from '../../datasets/catalog';
import type { PanelVariant } from '../../paper/definition';
import { useData } from '../../state/data';
import { useFiles } from '../../state/files';
import { goTo } from '../../state/place';
import { openFiles } from '../../state/worker-files';
import styles from './figures.module.css';
import runStyles from './run.module.css';

/** How what a variant needs can be brought. */
export function Missing({ variant: { needs, name }, panel }: { readonly variant: PanelVariant; readonly panel: string }) {
  const input = useRef<HTMLInputElement>(null);
  const reading = useFiles((state) => state.reading);
  if (needs.kind === 'nothing') return null;
  if (needs.kind === 'set') {
    return (
      <span className={runStyles.missing}>
        Needs {catalogEntry(needs.set).name} on this machine:{' '}
        <button
          type="button"
          className={styles.link}
          onClick={() => {
            goTo('playground');
            useData.getState().openPanel(needs.set);
          }}
        >
          Data… on the playground
        </button>
      </span>
    );
  }
  return (
    <span className={runStyles.missing}>
      For {name}: a LIBSVM file named “{needs.names[0]}”{' '}
      <button type="button" className={styles.link} disabled={reading.length > 0} onClick={() => input.current?.click()}>
        {reading[0] ? `Reading ${reading[0]}…` : 'Open file…'}
      </button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        aria-label={`Open the file for ${panel}`}
        tabIndex={-1}
        onChange={(event) => {
          const list = [...(event.currentTarget.files ?? [])];
          // Emptied, so that the same file can be opened again after it was changed.
          event.currentTarget.value = '';
          void openFiles(list, false);
        }}
      />
    </span>
  );
}
