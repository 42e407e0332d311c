/** Two buttons that open local copies: files, and a folder. */
import { useRef } from 'react';
import type { SetId } from '../../../datasets/parsed-set';
import { nameOf, openSource } from '../../../state/data-actions';
import type { NamedFile } from '../../../worker/data/protocol';
import styles from './data.module.css';
import { chosenFiles } from './dropped-files';

interface PickerWindow {
  showDirectoryPicker?(options: { id: string; mode: 'read' }): Promise<FileSystemDirectoryHandle>;
}

export interface OpenButtonsProps {
  /** What the files are to be; null: whatever they prove to be. */
  readonly id: SetId | null;
  /** Of the set, for the buttons' names; empty for any. */
  readonly name: string;
}

/** The buttons and the inputs behind them. */
export function OpenButtons({ id, name }: OpenButtonsProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const suffix = name ? ` as ${name}` : '';
  const take = (chosen: NamedFile[]) => {
    if (chosen.length > 0) openSource({ name: nameOf(chosen), content: chosen }, id, false);
  };
  const pickFolder = async () => {
    const picker = (window as PickerWindow).showDirectoryPicker;
    if (!picker) {
      folder.current?.click();
      return;
    }
    try {
      const handle = await picker.call(window, { id: 'data', mode: 'read' });
      openSource({ name: handle.name, content: handle }, id, false);
    } catch (error) {
      // Dismissed: nothing to do. A folder that the browser guards can still be opened the older way.
      if (!(error instanceof DOMException && error.name === 'AbortError')) folder.current?.click();
    }
  };
  const input = (extra: object, label: string, ref: typeof files) => (
    <input
      {...extra}
      ref={ref}
      type="file"
      multiple
      className="visually-hidden"
      aria-label={label}
      tabIndex={-1}
      onChange={(event) => {
        const chosen = chosenFiles(event.currentTarget.files);
        // Emptied, so that the same files can be opened again after they were changed.
        event.currentTarget.value = '';
        take(chosen);
      }}
    />
  );
  return (
    <>
      <button type="button" className={styles.button} aria-label={`Open files${suffix}…`} onClick={() => files.current?.click()}>
        Open files…
      </button>
      <button type="button" className={styles.button} aria-label={`Open folder${suffix}…`} onClick={() => void pickFolder()}>
        Open folder…
      </button>
      {input({}, `Files to open${suffix}`, files)}
      {input({ webkitdirectory: '' }, `Folder to open${suffix}`, folder)}
    </>
  );
}
