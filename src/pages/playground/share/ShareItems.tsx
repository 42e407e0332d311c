/** What is in the menu "Share": the link, what can be saved, what can be opened. */
import { Menu } from '@mantine/core';
import {
  IconBrandPython,
  IconClipboard,
  IconFileCode,
  IconFileImport,
  IconFileTypeCsv,
  IconFrame,
  IconLink,
  IconWeight,
} from '@tabler/icons-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useExperiment } from '../../../state/experiment';
import { experimentOf } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';
import { useRuns } from '../../../state/runs';
import { linkToExperiment } from '../../../state/shared-link';
import { useWeights } from '../../../state/starting-weights';
import { complain } from './complain';
import { copyText } from './copy-text';
import type { ShareDialog } from './dialogs';
import { type ExportId, exportsOf, saveExport } from './exports';
import { openedKinds, openPicked } from './open-file';
import styles from './share.module.css';

export interface ShareItemsProps {
  readonly onDialog: (dialog: ShareDialog) => void;
  /** Told what a screen reader should say, and the tip beside the button shows. */
  readonly onSaid: (text: string) => void;
}

const icons: Readonly<Record<ExportId, typeof IconLink>> = {
  experiment: IconFileCode,
  session: IconFileCode,
  'csv-updates': IconFileTypeCsv,
  'csv-epochs': IconFileTypeCsv,
  safetensors: IconWeight,
  npz: IconWeight,
  python: IconBrandPython,
};

export function ShareItems({ onDialog, onSaid }: ShareItemsProps) {
  const edit = useExperiment((state) => state.edit);
  const session = useRuns();
  const source = useWeights((state) => state.source);
  const group = useFirstFocused();
  const pythonWhy = usePythonWhy(edit);
  const none = edit.optimizers.length === 0;

  const copyLink = async () => {
    try {
      const { link, files } = await linkToExperiment();
      const named = files.length === 0 ? '' : `; ${files.map((file) => `“${file}”`).join(' and ')} has to be sent along`;
      if (await copyText(link)) onSaid(`Link copied${named}`);
      else onDialog({ kind: 'link', link });
    } catch (error) {
      complain('The link was not made', error);
    }
  };

  const save = async (id: ExportId) => {
    try {
      onSaid(await saveExport(id));
    } catch (error) {
      complain('Nothing was saved', error);
    }
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, this is part of a menu
    <div role="group" aria-label="Share" ref={group}>
      <Menu.Label>Experiment</Menu.Label>
      <Item icon={<IconLink size={15} stroke={1.7} />} why={none ? 'There is no optimizer: add one first.' : ''} onClick={copyLink}>
        Copy link
      </Item>
      <Item
        icon={<IconFrame size={15} stroke={1.7} />}
        why={none ? 'There is no optimizer: add one first.' : ''}
        onClick={() => onDialog({ kind: 'embed' })}
      >
        Embed in a course page…
      </Item>
      <Menu.Divider />
      <Menu.Label>Export (charts as SVG, PNG: in their own menus)</Menu.Label>
      {exportsOf(edit, session, source, pythonWhy).map(({ id, name, why }) => {
        const Icon = icons[id];
        return (
          <Item key={id} icon={<Icon size={15} stroke={1.7} />} why={why} onClick={() => save(id)}>
            {name}
          </Item>
        );
      })}
      <Menu.Divider />
      <Menu.Label>Import</Menu.Label>
      <Item icon={<IconFileImport size={15} stroke={1.7} />} why="" onClick={openPicked}>
        Open a file…
        <span className={styles.why}>{openedKinds}; data sets</span>
      </Item>
      <Item icon={<IconClipboard size={15} stroke={1.7} />} why="" onClick={() => onDialog({ kind: 'paste' })}>
        Paste a link…
      </Item>
    </div>
  );
}

/**
 * Puts the focus on the first entry that can be chosen, so that the arrow keys and Escape work: the menu's own trap may have looked before
 * the entries were here.
 */
function useFirstFocused(): RefObject<HTMLDivElement | null> {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the trap, which waits for as long.
    const timer = setTimeout(() => group.current?.querySelector<HTMLElement>('[data-menu-item]:not(:disabled)')?.focus());
    return () => clearTimeout(timer);
  }, []);
  return group;
}

/** Why there can be no Python script of the experiment in the rail; empty where there can, and until it is known. */
function usePythonWhy(edit: Edit): string {
  const [why, setWhy] = useState('');
  useEffect(() => {
    let current = true;
    if (edit.optimizers.length > 0) {
      // It brings the texts that scripts are made of.
      void import('../../../export/python/support').then(({ pythonRefusal }) => {
        if (current) setWhy(pythonRefusal(experimentOf(edit)) ?? '');
      });
    }
    return () => {
      current = false;
    };
  }, [edit]);
  return why;
}

interface ItemProps {
  readonly icon: ReactNode;
  /** Why it cannot be chosen now; empty: it can. */
  readonly why: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** An entry; one that cannot be chosen says why. */
function Item({ icon, why, onClick, children }: ItemProps) {
  return (
    <Menu.Item className={styles.item} leftSection={icon} disabled={why !== ''} onClick={onClick}>
      {children}
      {why !== '' && <span className={styles.why}>{why}</span>}
    </Menu.Item>
  );
}
