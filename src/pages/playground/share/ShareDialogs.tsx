/** The dialogs that open from the menu "Share". */
import '@mantine/core/styles/Modal.css';
import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useOpenedAfterMount } from '../../../frame/sheet/use-opened-after-mount';
import { openLink } from '../../../state/shared-link';
import type { ShareDialog } from './dialogs';
import { EmbedForm } from './EmbedForm';
import styles from './share.module.css';

const titles: Readonly<Record<ShareDialog['kind'], string>> = {
  link: 'The link',
  paste: 'Open a link',
  embed: 'Embed in a course page',
};

export interface ShareDialogsProps {
  readonly dialog: ShareDialog;
  readonly onClose: () => void;
}

export function ShareDialogs({ dialog, onClose }: ShareDialogsProps) {
  const opened = useOpenedAfterMount(true);
  return (
    <Modal.Root opened={opened} onClose={onClose} size={dialog.kind === 'embed' ? 720 : 560} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        {/* Not Modal.Header: a second banner would confuse those who jump from landmark to landmark. */}
        <div className={styles.head}>
          <Modal.Title className={styles.title}>{titles[dialog.kind]}</Modal.Title>
          <Modal.CloseButton aria-label={`Close: ${titles[dialog.kind]}`} />
        </div>
        <Modal.Body className={styles.body}>
          <Content dialog={dialog} onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Content({ dialog, onClose }: ShareDialogsProps) {
  switch (dialog.kind) {
    case 'link':
      return <LinkByHand link={dialog.link} />;
    case 'paste':
      return <PasteForm onClose={onClose} />;
    case 'embed':
      return <EmbedForm />;
    default:
      return dialog satisfies never;
  }
}

function LinkByHand({ link }: { readonly link: string }) {
  return (
    <label className={styles.label}>
      <span>The browser did not let the page copy it. Copy it from here: it is selected, press Ctrl+C (⌘C).</span>
      <textarea
        className={styles.text}
        readOnly
        data-autofocus
        value={link}
        aria-label="Link to this experiment"
        onFocus={(event) => event.currentTarget.select()}
      />
    </label>
  );
}

function PasteForm({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const open = async () => {
    const found = await openLink(text);
    setProblem(found);
    if (found === null) onClose();
  };
  return (
    <form
      className={styles.body}
      style={{ padding: 0 }}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <label className={styles.label}>
        <span>A link to an experiment. It replaces the settings on the left; nothing runs until you press Run.</span>
        <textarea
          className={styles.text}
          data-autofocus
          value={text}
          aria-label="Link"
          aria-invalid={problem !== null}
          aria-describedby="share-problem"
          spellCheck={false}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
        />
      </label>
      <p className={styles.problem} id="share-problem" role="alert">
        {problem}
      </p>
      <div className={styles.buttons}>
        <button type="submit" disabled={text.trim() === ''}>
          Open
        </button>
      </div>
    </form>
  );
}
