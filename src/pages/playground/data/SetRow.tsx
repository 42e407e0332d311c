/** One set of the catalog in the data panel. */
import { useEffect, useRef } from 'react';
import type { CatalogEntry } from '../../../datasets/catalog';
import { type AvailableSet, useData } from '../../../state/data';
import { cancelOpening, discardDownload, downloadSet, stopDownload } from '../../../state/data-actions';
import type { PartialDownload } from '../../../worker/data/protocol';
import { ActivityLine } from './ActivityLine';
import styles from './data.module.css';
import { KeptLine } from './KeptLine';
import { OpenButtons } from './OpenButtons';
import { Problem } from './Problem';
import { bytesText } from './texts';

export interface SetRowProps {
  readonly entry: CatalogEntry;
  /** The set, if it is here. */
  readonly available: AvailableSet | null;
  readonly partial: PartialDownload | null;
  readonly online: boolean;
}

/** The row: what the set is, its state, and what can be done. */
export function SetRow({ entry, available, partial, online }: SetRowProps) {
  const { id, name, about, licence, home } = entry;
  const download = useData((state) => state.downloads[id]);
  const openings = useData((state) => state.openings);
  const problem = useData((state) => state.problems[id]);
  const sought = useData((state) => state.panel.at === id);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (sought) row.current?.scrollIntoView({ block: 'center' });
  }, [sought]);
  const own = openings.filter((opening) => opening.id === id);
  const busy = download !== undefined || own.length > 0;
  return (
    <li ref={row} className={styles.row} data-sought={sought || undefined} data-drop-set={id} aria-label={name}>
      <div className={styles.head}>
        <h3>{name}</h3>
        <a href={home} target="_blank" rel="noreferrer" aria-label={`Home page of ${name}`}>
          Home page
        </a>
      </div>
      <p className={styles.about}>
        {about} <span className={styles.dim}>Licence: {licence}</span>
      </p>
      {available && <KeptLine available={available} name={name} />}
      {download && <ActivityLine activity={download} name={`Download of ${name}`} onCancel={() => stopDownload(id)} />}
      {own.map((opening) => (
        <ActivityLine
          key={opening.requestId}
          activity={opening}
          name={`Reading ${opening.name}`}
          lead={opening.name}
          onCancel={() => cancelOpening(opening.requestId)}
        />
      ))}
      {problem && <Problem row={id} text={problem} />}
      {!busy && (
        <div className={styles.buttons}>
          <Bring entry={entry} here={available !== null} partial={partial} online={online} />
          {available && <span className={styles.other}>Another copy:</span>}
          <OpenButtons id={id} name={name} />
          <span className={styles.accepts}>{entry.accepts}</span>
        </div>
      )}
    </li>
  );
}

interface BringProps {
  readonly entry: CatalogEntry;
  readonly here: boolean;
  readonly partial: PartialDownload | null;
  readonly online: boolean;
}

/** Download, or what is left of one. */
function Bring({ entry, here, partial, online }: BringProps) {
  const { id, name } = entry;
  if (entry.downloads.length === 0 || (here && !partial)) return null;
  const from = `From ${entry.mirror ?? entry.home}`;
  if (!partial) {
    return (
      <button
        type="button"
        className={styles.download}
        aria-label={`Download ${name}`}
        title={online ? from : 'This machine is offline'}
        disabled={!online}
        onClick={() => downloadSet(id)}
      >
        Download {bytesText(entry.downloadBytes)}
      </button>
    );
  }
  const share = partial.total ? `${Math.floor((100 * partial.received) / partial.total)} %` : bytesText(partial.received);
  return (
    <>
      <span className={styles.partial}>{share} here</span>
      <button
        type="button"
        className={styles.primary}
        aria-label={`Resume the download of ${name}`}
        title={online ? from : 'This machine is offline'}
        disabled={!online}
        onClick={() => downloadSet(id)}
      >
        Resume
      </button>
      <button type="button" className={styles.quiet} aria-label={`Discard the download of ${name}`} onClick={() => discardDownload(id)}>
        Discard
      </button>
    </>
  );
}
