/** The loss of the batch along −∇: its tangent, the line by which a method decides, and where the steps of all methods end. */
import { type PlotFrame, pathOf, pathThrough } from '../../../lesson-parts/frame';
import { SvgPlot } from '../../../lesson-parts/SvgPlot';
import { measuredText, settingText } from '../../../state/number-text';
import type { ProbeResult } from '../../../worker/protocol';
import { capIn, targetName } from './explain';
import type { Method } from './methods';
import { lossOn, lossRange, type Range, rowsFor, ruleLines } from './picture';
import styles from './why.module.css';

interface LookPlotProps {
  readonly result: ProbeResult;
  readonly methods: readonly Method[];
  /** The one that is explained. */
  readonly shown: Method;
  readonly height: number;
}

/** Share of the curve's length left of it, so that its first point is not cut off. */
const margin = 0.02;

/** Rows for the methods' names above the curve, and the pixels of one. */
const rows = 4;
const rowHeight = 17;

/** Room for the rows of names above what is drawn. */
function withNames([low, high]: Range, height: number): Range {
  const drawn = height - 50;
  return [low, low + ((high - low) * drawn) / (drawn - rows * rowHeight - 20)];
}

const tickText = (value: number) => settingText(value).replaceAll('-', '−');

/** The plot. */
export function LookPlot(props: LookPlotProps) {
  const { result, shown, height } = props;
  const end = result.curve.steps.at(-1) || 1;
  return (
    <SvgPlot
      label={`The loss of the batch along the negative gradient, and the step of ${shown.name}`}
      height={height}
      x={[-margin * end, end]}
      y={withNames(lossRange(result, shown.answer), height)}
      xLabel="γ: how far along −∇"
      tickText={tickText}
      gutter={60}
      over={(frame) => <Names {...props} frame={frame} />}
    >
      {(frame) => <Drawing {...props} frame={frame} />}
    </SvgPlot>
  );
}

type PartProps = LookPlotProps & { readonly frame: PlotFrame };

function Drawing({ result, methods, shown, frame }: PartProps) {
  const { loss, slope, curve } = result;
  const { answer, color } = shown;
  const points = Array.from(curve.steps, (step, i) => [step, curve.losses[i]!] as const);
  const cap = capIn(answer);
  const { target, stepSize, unclipped, trials } = answer;
  const lines = ruleLines(answer, result);
  const model = lines.find(({ kind }) => kind === 'model');
  return (
    <>
      {target !== null && <line className={styles.target} x1={frame.left} x2={frame.right} y1={frame.y(target)} y2={frame.y(target)} />}
      {lines.map(({ kind, value }) => (
        <path key={kind} className={styles.rule} data-kind={kind} d={pathOf(frame, value, [0, frame.xRange[1]])} style={{ color }} />
      ))}
      <path className={styles.tangent} d={pathOf(frame, (step) => loss + slope * step, [0, frame.xRange[1]])} />
      {cap && <line className={styles.cap} x1={frame.x(cap.value)} x2={frame.x(cap.value)} y1={frame.top - 8} y2={frame.bottom} />}
      <path className={styles.curve} d={pathThrough(frame, points)} />
      {points.map(([step, value]) =>
        Number.isFinite(value) ? <circle key={step} className={styles.point} cx={frame.x(step)} cy={frame.y(value)} r={1.8} /> : null,
      )}
      {methods.map((method) =>
        method !== shown && method.end !== null ? (
          <circle
            key={method.key}
            className={styles.other}
            cx={frame.x(method.answer.stepSize!)}
            cy={frame.y(method.end)}
            r={4.5}
            style={{ color: method.color }}
          />
        ) : null,
      )}
      {trials.map(({ step, loss: found, accepted }) => (
        <circle
          key={step}
          className={styles.trial}
          data-accepted={accepted || undefined}
          cx={frame.x(step)}
          cy={frame.y(found)}
          r={5}
          style={{ color }}
        />
      ))}
      {model && unclipped !== null && unclipped !== stepSize && (
        <circle className={styles.unclipped} cx={frame.x(unclipped)} cy={frame.y(model.value(unclipped))} r={5.5} style={{ color }} />
      )}
      <circle className={styles.start} cx={frame.x(0)} cy={frame.y(loss)} r={5} />
      {stepSize !== null && shown.end !== null && (
        <g style={{ color }}>
          <line className={styles.drop} x1={frame.x(stepSize)} x2={frame.x(stepSize)} y1={frame.y(shown.end)} y2={frame.bottom} />
          <line className={styles.way} x1={frame.x(0)} x2={frame.x(stepSize)} y1={frame.bottom} y2={frame.bottom} />
          <circle className={styles.end} cx={frame.x(stepSize)} cy={frame.y(shown.end)} r={7} />
        </g>
      )}
    </>
  );
}

/** Pixels of a text at the size of the names; close enough for telling whether two touch. */
const widthOf = (text: string) => 6.7 * text.length;

/** What things are called, beside them. Screen readers have the numbers in the text. */
function Names({ result, methods, shown, frame }: PartProps) {
  const { answer, color } = shown;
  const cap = capIn(answer);
  const { target, stepSize, unclipped } = answer;
  const within = (x: number) => x >= frame.left && x <= frame.right;
  const marked = methods.filter((method) => method !== shown && method.end !== null);
  const places = marked.map(({ name, answer: { stepSize: step } }) => {
    const width = widthOf(name) + 12;
    return { left: Math.max(frame.left, Math.min(frame.x(step!) - width / 2, frame.right - width + 6)), width };
  });
  const placed = rowsFor(places, rows);
  const named = marked.flatMap((method, at) => {
    const row = placed[at] ?? null;
    const { left, width } = places[at]!;
    return row === null
      ? []
      : [{ method, x: frame.x(method.answer.stepSize!), middle: left + width / 2, y: frame.top + 4 + row * rowHeight }];
  });
  const targetY = target === null ? 0 : frame.y(target);
  const stepText = stepSize === null ? '' : `γ = ${measuredText(stepSize)}`;
  const stepX = stepSize === null ? 0 : frame.x(stepSize);
  const stepHalf = widthOf(stepText) / 2 + 6;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <g aria-hidden="true">
      {named.map(({ method, x, y }) => (
        <line
          key={method.key}
          className={styles.stem}
          x1={x}
          x2={x}
          y1={y + 5}
          y2={Math.max(y + 5, frame.y(method.end!) - 5)}
          style={{ color: method.color }}
        />
      ))}
      {named.map(({ method, middle, y }) => (
        <text key={method.key} className={styles.name} x={middle} y={y} textAnchor="middle" style={{ color: method.color }}>
          {method.name}
        </text>
      ))}
      {target !== null &&
        (targetY <= frame.bottom && targetY >= frame.top ? (
          <text className={styles.note} x={frame.right} y={targetY - 6} textAnchor="end">
            target: {targetName(answer)} {measuredText(target)}
          </text>
        ) : (
          <text className={styles.note} x={frame.right} y={targetY > frame.bottom ? frame.bottom - 8 : frame.top + 80} textAnchor="end">
            target {measuredText(target)}, {targetY > frame.bottom ? 'far below ↓' : 'far above ↑'}
          </text>
        ))}
      {cap && within(frame.x(cap.value)) && cap.value !== stepSize && (
        <text className={styles.note} x={frame.x(cap.value) + 5} y={frame.bottom - 24}>
          {cap.symbol} = {settingText(cap.value)}
        </text>
      )}
      {unclipped !== null && unclipped !== stepSize && target !== null && within(frame.x(unclipped)) && targetY <= frame.bottom && (
        <text
          className={styles.note}
          x={frame.x(unclipped)}
          y={targetY + 18 > frame.bottom - 6 ? targetY - 11 : targetY + 18}
          textAnchor="middle"
        >
          before clipping
        </text>
      )}
      {stepSize !== null && shown.end !== null && (
        <text
          className={styles.step}
          x={Math.max(frame.left + stepHalf, Math.min(stepX, frame.right - stepHalf))}
          y={Math.max(frame.top + rows * rowHeight, frame.y(lossOn(result.curve, stepSize) ?? shown.end) - 15)}
          textAnchor="middle"
          style={{ color }}
        >
          {stepText}
        </text>
      )}
    </g>
  );
}
