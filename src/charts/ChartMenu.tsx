/** The menu of a chart: table, files, zoom, full screen. */
import { Menu } from '@mantine/core';
import { IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react';
import { memo, type RefObject } from 'react';
import { useChartSettings } from '../state/chart-settings';
import { CardMenu } from './CardMenu';
import type { ChartSpec } from './chart-spec';
import { svgOf } from './export-figure';
import type { PlotHandle } from './LivePlot';
import { FileItems, FullScreenItem, type OnProblem, iconSize as size, TableItem } from './menu-items';
import { zoomBy } from './zoom';

interface ChartMenuProps {
  readonly title: string;
  readonly spec: ChartSpec;
  readonly card: RefObject<HTMLElement | null>;
  readonly plot: RefObject<(() => PlotHandle | null) | null>;
  readonly table: boolean;
  readonly onTable: (table: boolean) => void;
  readonly onProblem: OnProblem;
}

export const ChartMenu = memo(function ChartMenu({ title, spec, card, plot, table, onTable, onProblem }: ChartMenuProps) {
  const figure = () => {
    const handle = plot.current?.();
    if (!handle) throw new Error('the chart has not been drawn yet');
    return svgOf(title, handle);
  };

  const zoom = (factor: number) => {
    const handle = plot.current?.();
    if (handle) useChartSettings.getState().setZoom(zoomBy(factor, handle.view.x.domain, null, handle.spec.furthest()));
  };

  return (
    <CardMenu title={title}>
      {(opened) => (
        <>
          <TableItem table={table} onTable={onTable} />
          <Menu.Divider />
          {/* What there is to download depends on the runs; it is only asked once the menu is open. */}
          {opened && <FileItems title={title} sheets={spec.sheets()} figure={table ? null : figure} onProblem={onProblem} />}
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
          <FullScreenItem card={card} onProblem={onProblem} />
        </>
      )}
    </CardMenu>
  );
});
