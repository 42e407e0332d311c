/** What the menus of charts and figures share: their table, files to download, full screen. */
import { Menu } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconChartLine,
  IconFileTypeCsv,
  IconPhoto,
  IconTable,
  IconVector,
} from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { csvBlob, download, fileName, pngOf } from './export-figure';
import type { Sheet } from './sheets';

export const iconSize = 14;

/** Told what went wrong, in a sentence for the person. */
export type OnProblem = (message: string) => void;

function attempt(what: string, action: () => Promise<void>, onProblem: OnProblem): void {
  action().catch((error: unknown) => onProblem(`${what}: ${error instanceof Error ? error.message : String(error)}`));
}

/** The numbers in place of the picture, and back. */
export function TableItem({ table, onTable }: { readonly table: boolean; readonly onTable: (table: boolean) => void }) {
  const Icon = table ? IconChartLine : IconTable;
  return (
    <Menu.Item leftSection={<Icon size={iconSize} />} onClick={() => onTable(!table)}>
      {table ? 'Show as chart' : 'Show as table'}
    </Menu.Item>
  );
}

interface FileItemsProps {
  readonly title: string;
  readonly sheets: readonly Sheet[];
  /** The figure as an SVG document; null where there is none to see. Throws where it has not been drawn yet. */
  readonly figure: (() => string) | null;
  readonly onProblem: OnProblem;
}

/** Downloads of the numbers and of the picture. */
export function FileItems({ title, sheets, figure, onProblem }: FileItemsProps) {
  return (
    <>
      {sheets.map((sheet) => (
        <Menu.Item
          key={sheet.name}
          leftSection={<IconFileTypeCsv size={iconSize} />}
          disabled={sheet.rowCount === 0}
          onClick={() => attempt('CSV', async () => download(await csvBlob(sheet), fileName(title, `${sheet.name}.csv`)), onProblem)}
        >
          Download CSV ({sheet.name})
        </Menu.Item>
      ))}
      <Menu.Item
        leftSection={<IconVector size={iconSize} />}
        disabled={!figure}
        onClick={() =>
          attempt('SVG', async () => download(new Blob([figure?.() ?? ''], { type: 'image/svg+xml' }), fileName(`${title}.svg`)), onProblem)
        }
      >
        Download SVG
      </Menu.Item>
      <Menu.Item
        leftSection={<IconPhoto size={iconSize} />}
        disabled={!figure}
        onClick={() => attempt('PNG', async () => download(await pngOf(figure?.() ?? ''), fileName(`${title}.png`)), onProblem)}
      >
        Download PNG
      </Menu.Item>
    </>
  );
}

/** Puts the card on the whole screen, and back. */
export function FullScreenItem({ card, onProblem }: { readonly card: RefObject<HTMLElement | null>; readonly onProblem: OnProblem }) {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement === card.current && card.current !== null);
    follow();
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, [card]);
  if (!document.fullscreenEnabled) return null;
  const toggle = () => (full ? document.exitFullscreen() : (card.current as HTMLElement).requestFullscreen());
  return (
    <>
      <Menu.Divider />
      <Menu.Item
        leftSection={full ? <IconArrowsMinimize size={iconSize} /> : <IconArrowsMaximize size={iconSize} />}
        onClick={() => attempt('Full screen', toggle, onProblem)}
      >
        {full ? 'Leave full screen' : 'Full screen'}
      </Menu.Item>
    </>
  );
}
