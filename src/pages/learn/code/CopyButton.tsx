/** Copies a text. */
import { useEffect, useState } from 'react';
import { useNotices } from '../../../state/notices';
import styles from './code.module.css';

interface CopyButtonProps {
  /** For screen readers: what is copied. */
  readonly what: string;
  readonly text: string;
}

/** A button that says for two seconds that it has copied; a browser that does not allow it is told of. */
export function CopyButton({ what, text }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      useNotices.getState().notify({
        kind: 'error',
        title: 'Not copied',
        text: 'The browser did not allow it. Select the text and copy it by hand instead.',
      });
    }
  };
  return (
    <button type="button" className={styles.copy} onClick={copy}>
      {copied ? 'Copied' : 'Copy'}
      <span className="visually-hidden"> {what}</span>
    </button>
  );
}
