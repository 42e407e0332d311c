/**
 * Takes files and folders dropped anywhere on the page; on a row of the data panel, as that set. Experiments, sessions and results (.json)
 * and weights (.safetensors, .npz) are opened as from the menu Share.
 */
import type { SetId } from '../../datasets/parsed-set';
import { useFileDrag } from '../../frame/use-file-drag';
import { useData } from '../../state/data';
import { nameOf, openSource } from '../../state/data-actions';
import { useNotices } from '../../state/notices';
import { droppedFiles } from './data/dropped-files';
import { openAny } from './open-any';
import styles from './page.module.css';

async function take(transfer: DataTransfer, row: SetId | null): Promise<void> {
  try {
    const files = await droppedFiles(transfer);
    if (row) {
      openSource({ name: nameOf(files), content: files }, row, false);
      return;
    }
    await openAny(files);
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
          Drop a LIBSVM file, a data set (files, archive or folder), or an experiment, session, RESULT.json or weights.
          <span>
            The task that trains on it is chosen; an experiment is set, a result opens on the page Compare; the next runs begin with
            weights. It stays on this machine; a running session is not disturbed.
          </span>
        </p>
      )}
    </div>
  );
}
