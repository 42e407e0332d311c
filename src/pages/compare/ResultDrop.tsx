/** Takes result files dropped anywhere on the page, and says so while they hover. */
import { useFileDrag } from '../../frame/use-file-drag';
import { openResultFiles } from '../../state/history';
import styles from './compare.module.css';

function onDrop(transfer: DataTransfer): void {
  void openResultFiles([...transfer.files]);
}

/** Listens on the window. */
export function ResultDrop() {
  const hovering = useFileDrag(onDrop);
  if (!hovering) return null;
  return (
    <div className={styles.drop} aria-hidden="true">
      <p>
        Drop a RESULT.json.
        <span>It is opened beside what is there, and stays on this machine.</span>
      </p>
    </div>
  );
}
