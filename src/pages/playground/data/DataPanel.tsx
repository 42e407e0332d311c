/** The data panel: which sets there are, which are here, and how to bring the others. A sheet from the right, over the page. */

import { useEffect, useSyncExternalStore } from 'react';
import { type CatalogEntry, catalog } from '../../../datasets/catalog';
import { SideSheet } from '../../../frame/sheet/SideSheet';
import { type AvailableSet, useAvailableSets, useData } from '../../../state/data';
import { cancelOpening, listData } from '../../../state/data-actions';
import { ActivityLine } from './ActivityLine';
import styles from './data.module.css';
import { KeptLine } from './KeptLine';
import { OpenButtons } from './OpenButtons';
import { Problem } from './Problem';
import { SetRow } from './SetRow';
import { usageText } from './texts';

function watchNetwork(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

const pictures = catalog.filter(({ unit }) => unit === 'images');
const texts = catalog.filter(({ unit }) => unit !== 'images');

/** The panel; nothing is drawn while it is closed. */
export function DataPanel() {
  const opened = useData((state) => state.panel.opened);
  const close = useData((state) => state.closePanel);
  return (
    <SideSheet opened={opened} onClose={close} title="Data sets" closeLabel="Close the data sets" width={760}>
      <PanelBody />
    </SideSheet>
  );
}

function PanelBody() {
  const inventory = useData((state) => state.inventory);
  const unavailable = useData((state) => state.unavailable);
  const openings = useData((state) => state.openings);
  const problem = useData((state) => state.problems.any);
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  const sets = useAvailableSets();
  useEffect(listData, []);
  const unknown = openings.filter(({ id }) => id === null);
  const beside = sets.filter(({ set }) => !catalog.some(({ id }) => id === set.key));
  const rows = (entries: readonly CatalogEntry[]) =>
    entries.map((entry) => (
      <SetRow
        key={entry.id}
        entry={entry}
        available={sets.find(({ set }) => set.key === entry.id) ?? null}
        partial={inventory?.partials.find(({ id }) => id === entry.id) ?? null}
        online={online}
      />
    ));
  return (
    <>
      <p className={styles.lead}>
        Sets are kept by this browser on this machine, and work without a network once they are here. Open a copy that you have, drop it
        anywhere, or download it.
      </p>
      <div className={styles.summary}>
        <div className={styles.buttons}>
          <OpenButtons id={null} name="" />
        </div>
        <p className={styles.usage}>{inventory ? usageText(inventory.usage) : unavailable ? '' : 'Looking what is here…'}</p>
      </div>
      {unavailable && (
        <p className={styles.note} role="alert">
          {unavailable} The built-in data of the tasks work all the same.
        </p>
      )}
      {!online && <p className={styles.note}>This machine is offline: what is here works, downloads have to wait.</p>}
      {unknown.map((opening) => (
        <ActivityLine
          key={opening.requestId}
          activity={opening}
          name={`Reading ${opening.name}`}
          lead={opening.name}
          onCancel={() => cancelOpening(opening.requestId)}
        />
      ))}
      {problem && <Problem row="any" text={problem} />}
      {beside.length > 0 && <Beside sets={beside} />}
      <Group title="Pictures">{rows(pictures)}</Group>
      <Group title="Texts">{rows(texts)}</Group>
    </>
  );
}

/** Sets that stand beside those of the catalog, under their files' names. */
function Beside({ sets }: { readonly sets: readonly AvailableSet[] }) {
  const nameOf = (id: string) => catalog.find((entry) => entry.id === id)?.name ?? id;
  return (
    <Group title="Opened files">
      {sets.map((available) => (
        <li key={available.set.key} className={styles.row} aria-label={available.set.key}>
          <div className={styles.head}>
            <h3>{available.set.key}</h3>
            <span className={styles.dim}>{nameOf(available.set.id)}</span>
          </div>
          <KeptLine available={available} name={available.set.key} />
        </li>
      ))}
    </Group>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}
