/** Takes files and folders dropped anywhere on the page; on a row of the data panel, as that set. */
import type { SetId } from '../../datasets/parsed-set';
import { useData } from '../../state/data';
import { nameOf, openDropped, openSource } from '../../state/data-actions';
import { useNotices } from '../../state/notices';
import { droppedFiles } from './data/dropped-files';
import { useFileDrag } from './data/use-file-drag';
import styles from './page.module.css';

async function take(transfer: DataTransfer, row: SetId | null): Promise<void> {
  try {
    const files = await droppedFiles(transfer);
    if (row) openSource({ name: nameOf(files), content: files }, row, false);
    else await openDropped(files);
  } catch (error) {
    const text = `${error instanceof Error ? error.message : String(error)} Open it with a button instead.`;
    useNotices.getState().notify({ kind: 'error', title: 'What was dropped cannot be read', text });
  }
}

function onDrop(transfer: DataTransfer, target: Element | null): void {
  const row = target?.closest<HTMLElement>('[data-drop-set]')?.dataset.dropSet;
  void take(transfer, (row as SetId | undefined) ?? null);
}

/** Listens on the window; while a file hovers, says what will happen. */
export function DropZone() {
  const hovering = useFileDrag(onDrop);
  const panel = useData((state) => state.panel.opened);
  if (!hovering) return null;
  return (
    <div className={styles.drop} data-over-panel={panel || undefined} aria-hidden="true">
      {panel ? (
        <p>Drop on a set to have it read as that, or anywhere to have it recognised.</p>
      ) : (
        <p>
          Drop a LIBSVM file, or a data set: files, archive or folder.
          <span>The task that trains on it is chosen. It stays on this machine; a running session is not disturbed.</span>
        </p>
      )}
    </div>
  );
}
