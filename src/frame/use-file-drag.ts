/** Whether files hover over the page, and what is dropped. */
import { useEffect, useState } from 'react';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Listens on the window.
 * @param onDrop is called while the event is handled; the same function as long as the component lives
 * @returns whether files hover over the page
 */
export function useFileDrag(onDrop: (transfer: DataTransfer, target: Element | null) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the balance tells whether the file is still over the page.
    let depth = 0;
    const entered = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setHovering(true);
    };
    const left = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const dropped = (event: DragEvent) => {
      depth = 0;
      setHovering(false);
      if (!event.dataTransfer || event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      onDrop(event.dataTransfer, event.target instanceof Element ? event.target : null);
    };
    window.addEventListener('dragenter', entered);
    window.addEventListener('dragleave', left);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', dropped);
    return () => {
      window.removeEventListener('dragenter', entered);
      window.removeEventListener('dragleave', left);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', dropped);
    };
  }, [onDrop]);
  return hovering;
}
