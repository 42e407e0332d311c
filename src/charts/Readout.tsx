/** The numbers in a chart's header: each run's value under the cursor, or the latest. Written past React: they change with every batch. */
import { memo, type RefObject, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import type { ChartSpec } from './chart-spec';
import classes from './charts.module.css';
import { formatPosition, formatValue } from './format';
import { hoveredX, onHover } from './hover-bus';
import { Swatch } from './Swatch';

/** No header is wide enough for more; the table has all. */
const mostEntries = 16;

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
      const text = point ? (spec.entries[i]?.format ?? formatValue)(point.value) : '–';
      if (cell.textContent !== text) cell.textContent = text;
    });
    const text = x === null ? 'latest' : formatPosition(x, spec.kind);
    if (position.current && position.current.textContent !== text) position.current.textContent = text;
  }, [spec]);

  useImperativeHandle(handle, () => write, [write]);
  useEffect(() => {
    write();
    return onHover(write);
  }, [write]);

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
            <dd />
          </div>
        ))}
      </dl>
    </div>
  );
});
