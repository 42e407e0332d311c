/** One training sample as a button: its picture or an excerpt, its label, loss and AOV. */
import { memo, useLayoutEffect, useRef } from 'react';
import type { SampleContent } from '../state/gallery';
import { formatValue } from './format';
import classes from './samples.module.css';

/** What is known of a sample in the run that is looked at. */
export interface SampleNumbers {
  readonly loss: number;
  readonly aov: number;
  readonly reached: boolean;
  /** How its AOV moved at the latest AOV update. */
  readonly change: number;
}

interface SampleTileProps {
  readonly sample: number;
  readonly kind: 'pictures' | 'texts';
  readonly width: number;
  readonly height: number;
  readonly content: SampleContent | undefined;
  readonly label: string | null;
  readonly flipped: boolean;
  readonly numbers: SampleNumbers | null;
  readonly picked: boolean;
  /** Whether the Tab key stops here: at one tile of the grid; arrow keys go on from it. */
  readonly reachable: boolean;
  readonly onPick: (sample: number) => void;
  readonly onFocus: (sample: number) => void;
}

/** Larger pictures are drawn smoothly; the pixels of small ones are what there is to see. */
const mostPixelated = 96;

function Picture({
  content,
  width,
  height,
}: {
  readonly content: SampleContent | undefined;
  readonly width: number;
  readonly height: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    if (content && typeof content !== 'string' && content.length === width * height * 4) {
      context.putImageData(new ImageData(content, width, height), 0, 0);
    } else context.clearRect(0, 0, width, height);
  }, [content, width, height]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className={classes.picture}
      style={{ aspectRatio: `${width} / ${height}` }}
      data-pixelated={Math.max(width, height) <= mostPixelated || undefined}
    />
  );
}

function spoken({ sample, label, flipped, numbers }: SampleTileProps): string {
  return [
    `Sample ${sample}`,
    label ?? 'no label',
    ...(flipped ? ['label changed by noise'] : []),
    ...(numbers
      ? [`loss ${formatValue(numbers.loss)}`, `AOV ${formatValue(numbers.aov)}`, numbers.reached ? 'reached' : 'not reached']
      : []),
  ].join(', ');
}

export const SampleTile = memo(function SampleTile(props: SampleTileProps) {
  const { sample, kind, width, height, content, label, flipped, numbers, picked, reachable, onPick, onFocus } = props;
  const moved = numbers ? Math.sign(numbers.change) : 0;
  return (
    <button
      type="button"
      className={classes.tile}
      data-sample={sample}
      data-flipped={flipped || undefined}
      aria-pressed={picked}
      aria-label={spoken(props)}
      title={`#${sample}${label ? ` · ${label}` : ''}${flipped ? ' · label changed by noise' : ''} · ${picked ? 'followed; click to stop' : 'click to follow'}`}
      tabIndex={reachable ? 0 : -1}
      onClick={() => onPick(sample)}
      onFocus={() => onFocus(sample)}
    >
      {kind === 'pictures' ? (
        <Picture content={content} width={width} height={height} />
      ) : (
        <span className={classes.excerpt}>{typeof content === 'string' ? content : ''}</span>
      )}
      <span className={classes.caption}>
        <span className={classes.label}>
          {flipped && <span className={classes.flip}>≠</span>}
          {label ?? `#${sample}`}
        </span>
        <span>ℓ {numbers ? formatValue(numbers.loss) : '–'}</span>
        <span>
          a {numbers ? formatValue(numbers.aov) : '–'}
          <span className={classes.mark} data-reached={numbers?.reached || undefined}>
            {numbers?.reached ? '✓' : ''}
            {moved > 0 ? '▴' : moved < 0 ? '▾' : ''}
          </span>
        </span>
      </span>
    </button>
  );
});
