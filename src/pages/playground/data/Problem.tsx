/** What went wrong at a row of the data panel, until it is dismissed or tried again. */
import { CloseButton } from '@mantine/core';
import { type Row, useData } from '../../../state/data';
import styles from './data.module.css';

/** The message. */
export function Problem({ row, text }: { readonly row: Row; readonly text: string }) {
  const setProblem = useData((state) => state.setProblem);
  return (
    <div className={styles.problem} role="alert">
      <p>{text}</p>
      <CloseButton size="sm" aria-label="Dismiss the message" onClick={() => setProblem(row, null)} />
    </div>
  );
}
