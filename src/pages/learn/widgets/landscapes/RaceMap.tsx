/** The map: contours, the trails of those who race, and the start, which a pointer or the arrow keys move. */
import { type KeyboardEvent, memo, type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type PlotFrame, plotFrame, type Range } from '../../../../lesson-parts/frame';
import type { Point } from '../../../../lessons/landscapes';
import { measuredText } from '../../../../state/number-text';
import { ContourMap } from './ContourMap';
import { viewOf } from './contours';
import styles from './landscapes.module.css';
import { placeText } from './text';
import { labelsFor, trailPath } from './trails';
import type { Entrant, RaceState } from './use-race';

/** The size of an element whose proportions CSS decides, in whole CSS pixels. */
function useSize() {
  const host = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<readonly [number, number]>([0, 0]);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const measure = () => {
      const [width, height] = [Math.floor(element.clientWidth), Math.floor(element.clientHeight)];
      setSize((known) => (known[0] === width && known[1] === height ? known : [width, height]));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [host, size] as const;
}

interface TrailProps {
  readonly entrant: Entrant;
  readonly frame: PlotFrame;
}

/** One trail up to where its racer is. */
const Trail = memo(function Trail({ entrant: { racer, look, point }, frame }: TrailProps) {
  const { line, dots, lineEnds, dotEnds } = useMemo(() => trailPath(racer, frame), [racer, frame]);
  return (
    <g style={{ stroke: look.color }}>
      <path className={styles.trail} d={line.slice(0, lineEnds[point])} strokeDasharray={look.dash ?? undefined} />
      <path className={styles.steps} d={dots.slice(0, dotEnds[point])} />
    </g>
  );
});

const between = (value: number, [low, high]: Range) => Math.max(low, Math.min(high, value));

/** By key: which way, in hundredths of the map's width. */
const ways: Readonly<Record<string, Point>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  PageUp: [0, 10],
  PageDown: [0, -10],
};

/** The map. */
export function RaceMap({ state }: { readonly state: RaceState }) {
  const { landscape, entrants, start, setStart } = state;
  const [host, [width, height]] = useSize();
  const frame = useMemo(() => {
    const view = viewOf(landscape, Math.max(1, width), Math.max(1, height));
    return plotFrame({ left: 0, right: Math.max(1, width), top: 0, bottom: Math.max(1, height) }, view.x, view.y);
  }, [landscape, width, height]);
  const moveTo = (x: number, y: number) => {
    const rounded = (value: number) => Math.round(value * 1000) / 1000;
    setStart([rounded(between(x, frame.xRange)), rounded(between(y, frame.yRange))]);
  };
  /** How far from the start's centre it was grabbed; null while nothing is dragged. */
  const grabbed = useRef<Point | null>(null);
  const at = (event: PointerEvent<SVGElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const [sx, sy] = [frame.x(start[0]), frame.y(start[1])];
  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const [x, y] = at(event);
    // Taken by its handle it does not jump; elsewhere it comes to the pointer.
    const near = Math.hypot(x - sx, y - sy) <= 22;
    grabbed.current = near ? [x - sx, y - sy] : [0, 0];
    if (!near) moveTo(frame.xAt(x), frame.yAt(y));
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    if (!grabbed.current) return;
    const [x, y] = at(event);
    moveTo(frame.xAt(x - grabbed.current[0]), frame.yAt(y - grabbed.current[1]));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const way = ways[event.key];
    if (way) {
      const unit = ((frame.xRange[1] - frame.xRange[0]) / 100) * (event.shiftKey ? 10 : 1);
      moveTo(start[0] + way[0] * unit, start[1] + way[1] * unit);
    } else if (event.key === 'Home') setStart(landscape.starts[0]!);
    else return;
    event.preventDefault();
  };
  // AALIG is the first of all and drawn last, over the others; so are its head and, first of all labels, its name.
  const racing = entrants.filter(({ out }) => !out);
  const heads = racing.map(({ name, racer, point }) => ({
    name,
    x: frame.x(racer.trail[2 * point]!),
    y: frame.y(racer.trail[2 * point + 1]!),
  }));
  const labels = labelsFor(heads, width, height);
  const there = width > 0 && height > 0;
  const [mx, my] = [frame.x(landscape.minimum.at[0]), frame.y(landscape.minimum.at[1])];
  return (
    <div ref={host} className={styles.map}>
      {there && <ContourMap landscape={landscape} width={width} height={height} />}
      {there && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be an SVG
        <svg
          className={styles.overlay}
          width={width}
          height={height}
          role="group"
          aria-label={`Map of the race: ${landscape.name}`}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onLostPointerCapture={() => {
            grabbed.current = null;
          }}
        >
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
          <g aria-hidden="true">
            {[...entrants].reverse().map((entrant) => (
              <Trail key={entrant.id} entrant={entrant} frame={frame} />
            ))}
            <path className={styles.lowest} d={`M${mx - 6} ${my}h12M${mx} ${my - 6}v12`} />
            {racing
              .map(({ id, look }, i) => (
                <circle key={id} className={styles.head} cx={heads[i]!.x} cy={heads[i]!.y} r={5.5} style={{ fill: look.color }} />
              ))
              .reverse()}
            {racing.map(({ id, name, look }, i) => {
              const label = labels[i];
              return (
                label && (
                  <text
                    key={id}
                    className={styles.name}
                    x={label.x}
                    y={label.y}
                    dy="0.35em"
                    textAnchor={label.anchor}
                    style={{ fill: look.color }}
                  >
                    {name}
                  </text>
                )
              );
            })}
          </g>
          {/* One value is all that a slider can tell: x is it, and the text tells both. */}
          <g
            className={styles.start}
            role="slider"
            tabIndex={0}
            aria-label="Start"
            aria-roledescription="two-dimensional slider"
            aria-valuemin={frame.xRange[0]}
            aria-valuemax={frame.xRange[1]}
            aria-valuenow={start[0]}
            aria-valuetext={`x = ${placeText(start[0])}, y = ${placeText(start[1])}, loss ${measuredText(landscape.value(...start))}`}
            onKeyDown={onKeyDown}
          >
            <circle className={styles.reach} cx={sx} cy={sy} r={22} />
            <circle className={styles.ring} cx={sx} cy={sy} r={10} />
            <circle className={styles.dot} cx={sx} cy={sy} r={4} />
          </g>
        </svg>
      )}
    </div>
  );
}
