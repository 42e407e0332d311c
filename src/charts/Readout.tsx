/** The numbers in a chart's header: each run's value under the cursor, or the latest. Written past React: they change with every batch. */
import { memo, type RefObject, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import type { ChartSpec } from './chart-spec';
import classes from './charts.module.css';
import { formatPosition, formatValue } from './format';
import { hoveredX, onHover } from './hover-bus';
import { hasRange } from './RangeTip';
import { Swatch } from './Swatch';

/** No header is wide enough for more; the table has all. */
const mostEntries = 16;

/** Pixels that a mean takes with its range. */
const rangeWidth = 172;

function setText(element: Element | null | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

interface ReadoutProps {
  readonly spec: ChartSpec;
  /** Filled with a function that writes the numbers anew. */
  readonly handle: RefObject<(() => void) | null>;
}

export const Readout = memo(function Readout({ spec, handle }: ReadoutProps) {
  const list = useRef<HTMLDListElement>(null);
  const position = useRef<HTMLSpanElement>(null);

  const write = useCallback(() => {
    const x = hoveredX();
    const points = spec.at(x);
    // The list is looked up and not kept in refs: its entries come and go with the runs.
    list.current?.querySelectorAll('dd').forEach((cell, i) => {
      const point = points[i];
      const format = spec.entries[i]?.format ?? formatValue;
      const [value, range] = cell.children;
      setText(value, point ? format(point.value) : '–');
      const { low = 0, high = 0 } = (hasRange(point) && point?.range) || {};
      // Seeds that agree have no range to tell. The space is for those who hear or copy it.
      setText(range, low === high ? '' : ` ${format(low)} … ${format(high)}`);
    });
    const text = x === null ? 'latest' : formatPosition(x, spec.kind);
    setText(position.current, text);
  }, [spec]);

  useImperativeHandle(handle, () => write, [write]);
  useEffect(() => {
    write();
    return onHover(write);
  }, [write]);

  // Ranges are shown where all of them have room; under the cursor they always are.
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => {
      element.toggleAttribute('data-tight', element.clientWidth < spec.entries.length * rangeWidth);
      // What has to be scrolled has to be reached by keyboard.
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    });
    for (const part of [element, ...element.children]) sizes.observe(part);
    return () => sizes.disconnect();
  }, [spec]);

  return (
    <div className={classes.readout}>
      <span ref={position} className={classes.position} />
      <dl ref={list} className={classes.values}>
        {spec.entries.slice(0, mostEntries).map(({ key, label, short, color, dash }) => (
          <div key={key} title={label}>
            <dt>
              <Swatch color={color} dash={dash} />
              <span className={short ? undefined : classes.spoken}>{short ?? label}</span>
            </dt>
            <dd>
              <span />
              <span className={classes.range} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
});
