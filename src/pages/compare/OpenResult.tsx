/** The button that opens result files. */
import { IconFolderOpen } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { openResultFiles } from '../../state/history';
import styles from './compare.module.css';

/** "Open result…". */
export function OpenResult({ prominent = false }: { readonly prominent?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const [reading, setReading] = useState(false);
  const open = async (files: readonly File[]) => {
    setReading(true);
    await openResultFiles(files);
    setReading(false);
  };
  return (
    <>
      <button
        type="button"
        className={styles.button}
        data-prominent={prominent || undefined}
        disabled={reading}
        onClick={() => input.current?.click()}
      >
        <IconFolderOpen size={16} stroke={1.7} aria-hidden="true" />
        {reading ? 'Reading…' : 'Open result…'}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        multiple
        hidden
        aria-label="Result files"
        onChange={(event) => {
          void open([...(event.currentTarget.files ?? [])]);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
