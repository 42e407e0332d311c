/**
 * What lies under the cursor of a chart of means, in full: each method's mean, its lowest and highest seed, and how many seeds there are.
 * Filled past React, as the cursor moves. Screen readers hear the same from the cursor itself.
 */
import { type RefObject, useCallback, useImperativeHandle, useRef } from 'react';
import type { ChartSpec, DataPoint, View } from './chart-spec';
import classes from './charts.module.css';
import { formatPosition } from './format';
import { Swatch } from './Swatch';

/** Shows the numbers at x, or nothing for null. */
export type ShowTip = (x: number | null, points: readonly (DataPoint | null)[]) => void;

interface RangeTipProps {
  readonly spec: ChartSpec;
  readonly view: View;
  /** Filled with the function that shows them. */
  readonly handle: RefObject<ShowTip | null>;
}

/** Whether a point stands for several seeds. */
export function hasRange(point: DataPoint | null | undefined): boolean {
  return point?.range !== undefined && point.range.count > 1;
}

export function RangeTip({ spec, view, handle }: RangeTipProps) {
  const box = useRef<HTMLDivElement>(null);
  const show = useCallback<ShowTip>(
    (x, points) => {
      const element = box.current;
      if (!element) return;
      element.hidden = x === null || !points.some(hasRange);
      if (x === null || element.hidden) return;
      const set = (cell: Element | null | undefined, text: string) => {
        if (cell && cell.textContent !== text) cell.textContent = text;
      };
      set(element.querySelector('caption'), formatPosition(x, spec.kind));
      element.querySelectorAll('tbody tr').forEach((row, i) => {
        const point = points[i];
        const format = spec.entries[i]?.format;
        if (!format) return;
        const [, mean, range, seeds] = row.children;
        set(mean, point ? format(point.value) : '–');
        set(range, point?.range && hasRange(point) ? `${format(point.range.low)} … ${format(point.range.high)}` : '');
        set(seeds, point?.range ? `×${point.range.count}` : '');
      });
      // On the side of the cursor where there is more room, so that it never covers it.
      const { plot } = view;
      const left = view.x.map(x) < plot.x + plot.width / 2;
      element.style.left = left ? 'auto' : `${plot.x + 6}px`;
      element.style.right = left ? '18px' : 'auto';
      element.style.top = `${plot.y + 4}px`;
    },
    [spec, view],
  );
  useImperativeHandle(handle, () => show, [show]);
  return (
    <div ref={box} className={classes.tip} hidden aria-hidden="true">
      <table>
        <caption />
        <tbody>
          {spec.entries.map(({ key, label, short, color, dash }) => (
            <tr key={key}>
              <th scope="row">
                <Swatch color={color} dash={dash} />
                {short ?? label}
              </th>
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
