/** The AOVs of 32 samples, updated a section at a time, with what happened to each in words. */
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { LessonButton } from '../../../lesson-parts/LessonButton';
import { PlayBar } from '../../../lesson-parts/PlayBar';
import { Slider } from '../../../lesson-parts/Slider';
import { Stated } from '../../../lesson-parts/Stated';
import { aovDefaults } from '../../../lessons/aov-lesson';
import styles from '../widgets/aovs/aovs.module.css';
import { BarsPlot } from '../widgets/aovs/BarsPlot';
import { branches } from '../widgets/aovs/branches';
import { SampleCard } from '../widgets/aovs/SampleCard';
import { type AovsView, useAovs } from '../widgets/aovs/use-aovs';
import { fixedText, stepText } from '../widgets/one-step/text';

/** The section; the page gives it its heading. */
export function AovsAtWork() {
  const view = useAovs();
  const { training, at, top } = view;
  const [near, setNear] = useState(false);
  const narrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false });
  const last = training.sections.length - 1;
  return (
    <div className={styles.widget}>
      <p className={styles.task}>
        A small classifier learns 32 samples. After each section, Algorithm 2 asks of every sample: did its loss r, in the best epoch so
        far, reach its AOV a? Shaded are four pairs that nothing can fit: the same point with both classes.
      </p>
      <div>
        <div className={styles.above}>
          <h3>Each sample’s AOV</h3>
          <LessonButton onClick={() => setNear(!near)}>{near ? 'Show all losses' : 'Zoom to losses up to 1'}</LessonButton>
        </div>
        <BarsPlot view={view} rows={narrow ? 2 : 1} height={narrow ? 200 : 330} top={near ? 1 : top} />
        <Legend />
      </div>
      <PlayBar label="the sections" unit="section" at={at} length={last} onSeek={view.seek} stepsPerSecond={1.1} />
      <SampleCard view={view} />
      <Numbers view={view} />
      <div className={styles.controls}>
        <Slider
          label="sections"
          symbol="K"
          value={view.setting.sections}
          min={1}
          max={25}
          step={1}
          onChange={(sections) => view.change({ sections })}
          text={String}
        />
        <Slider
          label="lower bound, where AOVs start"
          symbol="B"
          value={view.setting.lowerBound}
          min={0}
          max={1}
          step={0.05}
          onChange={(lowerBound) => view.change({ lowerBound })}
          text={fixedText}
        />
        <LessonButton onClick={() => view.change({ sections: aovDefaults.sections, lowerBound: aovDefaults.lowerBound })}>
          As at first
        </LessonButton>
      </div>
      <ul className={styles.tries} aria-label="To try">
        <li>Go back to the start and play: at first every AOV is raised, then they settle near the dotted lines.</li>
        <li>Point at a shaded bar: of each pair one sample keeps a high AOV, so it no longer pulls at the weights.</li>
        <li>Raise B to 0.5: AOVs of easy samples are held far above what they can reach. At 0.7 nothing moves any more: every γ is 0.</li>
      </ul>
    </div>
  );
}

function Legend() {
  return (
    <ul className={styles.legend} aria-label="Parts of the picture">
      {(['raised', 'lowered', 'held'] as const).map((branch) => (
        <li key={branch} style={{ color: branches[branch].color }}>
          <span className={styles.legendSign} aria-hidden="true">
            {branches[branch].sign}
          </span>
          {branches[branch].name}
        </li>
      ))}
      <li>
        <span className={styles.legendBefore} aria-hidden="true" /> AOV before
      </li>
      <li>
        <span className={styles.legendReference} aria-hidden="true" /> r, loss in the best epoch
      </li>
      <li>
        <span className={styles.legendLoss} aria-hidden="true" /> loss last met
      </li>
      <li>
        <span className={styles.legendIdeal} aria-hidden="true" /> loss at the best weights
      </li>
    </ul>
  );
}

function Numbers({ view }: { readonly view: AovsView }) {
  const { training, section, at, counts } = view;
  const count = training.samples.length;
  const share = (value: number | null) => (value === null ? '–' : `${Math.round(100 * value)} %`);
  return (
    <Stated
      label="Numbers of the section"
      items={[
        { name: 'section', value: `${at} of ${training.sections.length - 1}` },
        { name: 'epoch', value: `${section.epoch} of ${training.setting.epochs}` },
        { name: 'reached', value: `${counts.reached} of ${count}` },
        { name: 'raised', value: String(counts.of.raised), color: branches.raised.color },
        { name: 'lowered', value: String(counts.of.lowered), color: branches.lowered.color },
        { name: 'held', value: String(counts.of.held), color: branches.held.color },
        { name: 'mean AOV', value: fixedText(section.meanAov, 3) },
        { name: 'mean loss', value: section.meanLoss === null ? '–' : fixedText(section.meanLoss, 3) },
        { name: 'AOVs’ mean error', value: fixedText(counts.distance, 3) },
        { name: 'mean step size γ', value: section.meanStepSize === null ? '–' : stepText(section.meanStepSize) },
        { name: 'steps with γ = 0', value: share(section.zeroShare) },
      ]}
    />
  );
}
