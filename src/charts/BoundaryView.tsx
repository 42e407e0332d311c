/**
 * What the runs of the two-dimensional classifier have learnt: for each a small square with its probability map, the line
 * where it is undecided, and the training points (class by colour and shape, flipped labels ringed).
 */
import { memo, useEffect, useRef, useState } from 'react';
import type { RunView } from '../state/run-view';
import type { Scene } from '../tasks/definition';
import type { MapEntry } from '../worker/protocol';
import classes from './BoundaryView.module.css';
import { type BoundaryColors, contour, mapPixels, paintPoints, parseRgb } from './boundary-paint';
import { fitCanvas } from './canvas-painter';
import { sameRuns } from './runs';
import { Swatch } from './Swatch';
import { onSchemeChange, readTheme } from './theme';

interface BoundaryViewProps {
  readonly scene: Scene;
  readonly maps: ReadonlyMap<string, MapEntry>;
  readonly runs: readonly RunView[];
}

const undecided = 127.5;

function colorsIn(host: HTMLElement): BoundaryColors {
  const { color } = readTheme(host);
  return {
    classes: [parseRgb(color('--boundary-0')), parseRgb(color('--boundary-1'))],
    middle: parseRgb(color('--boundary-middle')),
    ink: color('--boundary-ink'),
    surface: color('--boundary-middle'),
  };
}

function paint(canvas: HTMLCanvasElement, size: number, scene: Scene, entry: MapEntry | undefined, colors: BoundaryColors): void {
  const context = canvas.getContext('2d');
  if (!context || size < 8) return;
  fitCanvas(canvas, context, { width: size, height: size });
  const { side } = scene;
  if (entry && entry.values.length === side * side) {
    const small = document.createElement('canvas');
    small.width = side;
    small.height = side;
    small.getContext('2d')?.putImageData(new ImageData(mapPixels(entry.values, side, colors), side, side), 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(small, 0, 0, size, size);
    context.beginPath();
    const segments = contour(entry.values, side, undecided);
    const cell = size / side;
    for (let i = 0; i < segments.length; i += 4) {
      context.moveTo((segments[i] as number) * cell, size - (segments[i + 1] as number) * cell);
      context.lineTo((segments[i + 2] as number) * cell, size - (segments[i + 3] as number) * cell);
    }
    context.strokeStyle = colors.ink;
    context.lineWidth = 1.5;
    context.stroke();
  } else {
    context.fillStyle = `rgb(${colors.middle.join(' ')})`;
    context.fillRect(0, 0, size, size);
  }
  paintPoints(context, scene, size, colors);
}

interface TileProps {
  readonly scene: Scene;
  readonly run: RunView;
  readonly entry: MapEntry | undefined;
  readonly colors: BoundaryColors | null;
}

const Tile = memo(
  function Tile({ scene, run, entry, colors }: TileProps) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const [size, setSize] = useState(0);

    useEffect(() => {
      const observer = new ResizeObserver(([box]) => setSize(Math.floor(box?.contentRect.width ?? 0)));
      observer.observe((canvas.current as HTMLCanvasElement).parentElement as HTMLElement);
      return () => observer.disconnect();
    }, []);

    useEffect(() => {
      // Several maps arrive at once; each is painted in a frame of its own turn, and only the latest of a run.
      const frame = requestAnimationFrame(() => {
        if (colors && canvas.current) paint(canvas.current, size, scene, entry, colors);
      });
      return () => cancelAnimationFrame(frame);
    }, [size, scene, entry, colors]);

    const state = entry ? `after epoch ${entry.epoch}` : 'no map yet';
    return (
      <figure className={classes.tile}>
        <div className={classes.square}>
          <canvas ref={canvas} role="img" aria-label={`Decision regions of ${run.label}, ${state}`} />
        </div>
        <figcaption title={run.label}>
          <Swatch color={run.color} dash={run.dash} />
          <span className={classes.label}>{run.label}</span>
          <span className={classes.epoch}>{entry ? `epoch ${entry.epoch}` : '–'}</span>
        </figcaption>
      </figure>
    );
  },
  (before, now) =>
    before.scene === now.scene && before.entry === now.entry && before.colors === now.colors && sameRuns([before.run], [now.run]),
);

export const BoundaryView = memo(function BoundaryView({ scene, maps, runs }: BoundaryViewProps) {
  const host = useRef<HTMLElement>(null);
  const [colors, setColors] = useState<BoundaryColors | null>(null);
  useEffect(() => {
    // Reading computed colours is dear beside painting: once a scheme, not once a map.
    const read = () => host.current && setColors(colorsIn(host.current));
    read();
    return onSchemeChange(read);
  }, []);
  const noisy = scene.flipped.some((flip) => flip === 1);
  return (
    <section ref={host} className={classes.view} aria-label="Decision regions of the classifiers">
      <header className={classes.header}>
        <h3>Decision regions</h3>
        <ul aria-label="Marks">
          <li>
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <circle cx="5" cy="5" r="4" fill="var(--boundary-0)" />
            </svg>
            class 0
          </li>
          <li>
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <path d="M5 0.5 9.5 9h-9Z" fill="var(--boundary-1)" />
            </svg>
            class 1
          </li>
          {noisy && (
            <li>
              <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
                <circle cx="5" cy="5" r="3.75" fill="none" stroke="var(--boundary-ink)" strokeWidth="1.5" />
              </svg>
              flipped label
            </li>
          )}
        </ul>
      </header>
      <div className={classes.tiles}>
        {runs
          .filter((run) => !run.hidden)
          .map((run) => (
            <Tile key={run.runId} scene={scene} run={run} entry={maps.get(run.runId)} colors={colors} />
          ))}
      </div>
    </section>
  );
});
