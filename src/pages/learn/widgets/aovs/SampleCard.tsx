/** One sample: which branch its update took and why, with the numbers put in, and its AOV from section to section. */
import { type PlotFrame, pathThrough } from '../../../../lesson-parts/frame';
import { SvgPlot } from '../../../../lesson-parts/SvgPlot';
import type { AovBar } from '../../../../lessons/aov-lesson';
import { fixedText } from '../one-step/text';
import styles from './aovs.module.css';
import { branches } from './branches';
import { PointsPlot } from './PointsPlot';
import type { AovsView } from './use-aovs';

/** The update as a formula with this sample's numbers. */
function reckoned({ branch, before, aov, gap, reference }: AovBar, bound: number): string {
  if (reference === null) return `a = B = ${fixedText(bound)}`;
  if (branch === 'raised') return `a + (r − a)/2 = (${fixedText(before)} + ${fixedText(reference)})/2 = ${fixedText(aov)}`;
  return `max(a − Δ/2, B) = max(${fixedText(before)} − ${fixedText(gap / 2)}, ${fixedText(bound)}) = ${fixedText(aov)}`;
}

function compared({ reference, before }: AovBar): string {
  if (reference === null) return 'No loss has been met yet.';
  return reference > before
    ? `r = ${fixedText(reference, 3)} is above a = ${fixedText(before, 3)}`
    : `r = ${fixedText(reference, 3)} is at or below a = ${fixedText(before, 3)}`;
}

/** The card. */
export function SampleCard({ view }: { readonly view: AovsView }) {
  const { training, section, sample: z } = view;
  const { label, contradictedBy, ideal } = training.samples[z]!;
  const bar = section.bars[z]!;
  const look = branches[bar.branch];
  return (
    <div className={styles.sample}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      <div className={styles.words} role="group" aria-label="The sample">
        <h3>Sample {z + 1}</h3>
        <p className={styles.who}>
          class {label + 1}
          {contradictedBy !== null && `; sample ${contradictedBy + 1} is the same point with the other class: no weights fit both`}
        </p>
        <p className={styles.text} style={{ color: look.color }}>
          <span aria-hidden="true">{look.sign} </span>
          {bar.text}
        </p>
        <p>{compared(bar)}</p>
        <p className={styles.formula}>a ← {reckoned(bar, training.setting.lowerBound)}</p>
        <p className={styles.who}>At the best weights its loss is {fixedText(ideal, 3)}.</p>
      </div>
      <div>
        <h3>Its AOV, section by section</h3>
        <History view={view} />
      </div>
      <div className={styles.points}>
        <h3>Where it lies</h3>
        <PointsPlot view={view} />
      </div>
    </div>
  );
}

function History({ view }: { readonly view: AovsView }) {
  const { training, at, sample: z } = view;
  const { sections, samples } = training;
  const ideal = samples[z]!.ideal;
  const bars = sections.map(({ bars: all }) => all[z]!);
  const highest = Math.max(0.4, ideal, ...bars.map(({ aov, reference }) => Math.max(aov, reference ?? 0)));
  const aovs = bars.map(({ aov }, section) => [section, aov] as const);
  const references = bars.map(({ reference }, section) => [section, reference ?? Number.NaN] as const);
  return (
    <SvgPlot
      label={`AOV of sample ${z + 1} over the sections`}
      height={190}
      x={[0, Math.max(1, sections.length - 1)]}
      y={[0, highest * 1.12]}
      xLabel="section"
      yLabel="loss"
      tickText={(tick) => (Number.isInteger(tick) ? String(tick) : tick.toFixed(tick < 0.1 ? 2 : 1))}
      onPick={(section) => view.seek(Math.max(0, Math.min(sections.length - 1, Math.round(section))))}
    >
      {(frame: PlotFrame) => (
        <>
          <line className={styles.ideal} x1={frame.left} x2={frame.right} y1={frame.y(ideal)} y2={frame.y(ideal)} />
          <path className={styles.references} d={pathThrough(frame, references)} />
          <path className={styles.aovs} d={pathThrough(frame, aovs)} />
          <line className={styles.now} x1={frame.x(at)} x2={frame.x(at)} y1={frame.top} y2={frame.bottom} />
          <circle
            className={styles.here}
            cx={frame.x(at)}
            cy={frame.y(bars[at]!.aov)}
            r={5}
            style={{ fill: branches[bars[at]!.branch].color }}
          />
        </>
      )}
    </SvgPlot>
  );
}
