/** The menu of a chart: table, files, zoom, full screen. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconChartLine,
  IconDotsVertical,
  IconFileTypeCsv,
  IconPhoto,
  IconTable,
  IconVector,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react';
import { memo, type RefObject, useEffect, useState } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { ChartSpec } from './chart-spec';
import classes from './charts.module.css';
import { csvBlob, download, fileName, pngOf, svgOf } from './export-figure';
import type { PlotHandle } from './LivePlot';
import { zoomBy } from './zoom';

interface ChartMenuProps {
  readonly title: string;
  readonly spec: ChartSpec;
  readonly card: RefObject<HTMLElement | null>;
  readonly plot: RefObject<(() => PlotHandle | null) | null>;
  readonly table: boolean;
  readonly onTable: (table: boolean) => void;
  /** Told what went wrong with a file. */
  readonly onProblem: (message: string) => void;
}

const size = 14;

export const ChartMenu = memo(function ChartMenu({ title, spec, card, plot, table, onTable, onProblem }: ChartMenuProps) {
  const [full, setFull] = useState(false);
  const [opened, setOpened] = useState(false);

  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement === card.current && card.current !== null);
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, [card]);

  const attempt = (what: string, action: () => Promise<void>) => {
    action().catch((error: unknown) => onProblem(`${what}: ${error instanceof Error ? error.message : String(error)}`));
  };

  const figure = () => {
    const handle = plot.current?.();
    if (!handle) throw new Error('the chart has not been drawn yet');
    return svgOf(title, handle);
  };

  const zoom = (factor: number) => {
    const handle = plot.current?.();
    if (handle) useChartSettings.getState().setZoom(zoomBy(factor, handle.view.x.domain, null, handle.spec.furthest()));
  };

  const toggleFull = () =>
    attempt('Full screen', () => (full ? document.exitFullscreen() : (card.current as HTMLElement).requestFullscreen()));

  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      withinPortal={false}
      shadow="md"
      width={210}
      transitionProps={{ duration: 0 }}
      classNames={{ item: classes.menu as string }}
    >
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${title}: menu`}>
          <IconDotsVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={table ? <IconChartLine size={size} /> : <IconTable size={size} />} onClick={() => onTable(!table)}>
          {table ? 'Show as chart' : 'Show as table'}
        </Menu.Item>
        <Menu.Divider />
        {/* What there is to download depends on the runs; it is only asked once the menu is open. */}
        {opened &&
          spec.sheets().map((sheet) => (
            <Menu.Item
              key={sheet.name}
              leftSection={<IconFileTypeCsv size={size} />}
              disabled={sheet.rowCount === 0}
              onClick={() => attempt('CSV', async () => download(await csvBlob(sheet), fileName(title, `${sheet.name}.csv`)))}
            >
              Download CSV ({sheet.name})
            </Menu.Item>
          ))}
        <Menu.Item
          leftSection={<IconVector size={size} />}
          disabled={table}
          onClick={() => attempt('SVG', async () => download(new Blob([figure()], { type: 'image/svg+xml' }), fileName(`${title}.svg`)))}
        >
          Download SVG
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPhoto size={size} />}
          disabled={table}
          onClick={() => attempt('PNG', async () => download(await pngOf(figure()), fileName(`${title}.png`)))}
        >
          Download PNG
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconZoomIn size={size} />} closeMenuOnClick={false} onClick={() => zoom(2)}>
          Zoom in
        </Menu.Item>
        <Menu.Item leftSection={<IconZoomOut size={size} />} closeMenuOnClick={false} onClick={() => zoom(0.5)}>
          Zoom out
        </Menu.Item>
        <Menu.Item leftSection={<IconZoomReset size={size} />} onClick={() => useChartSettings.getState().setZoom(null)}>
          Show all
        </Menu.Item>
        {document.fullscreenEnabled && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={full ? <IconArrowsMinimize size={size} /> : <IconArrowsMaximize size={size} />} onClick={toggleFull}>
              {full ? 'Leave full screen' : 'Full screen'}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});
