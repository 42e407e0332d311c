/** Takes files dropped anywhere on the page. */
import { useEffect, useState } from 'react';
import { openFiles } from '../../state/session';
import styles from './page.module.css';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Listens on the window; while a file hovers, says what will happen. */
export function DropZone() {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the balance tells whether the file is still over the page.
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setHovering(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const onOver = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setHovering(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void openFiles(files);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return hovering ? (
    <div className={styles.drop} aria-hidden="true">
      <p>
        Drop a LIBSVM file: the RBF task is set to it.
        <span>It stays on this machine. A running session is not disturbed.</span>
      </p>
    </div>
  ) : null;
}
