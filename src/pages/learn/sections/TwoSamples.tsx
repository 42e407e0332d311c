/** Two samples whose minima can be dragged apart, and three methods that are given the same batches of them. */
import { useMediaQuery } from '@mantine/hooks';
import { LessonButton } from '../../../lesson-parts/LessonButton';
import { PlayBar } from '../../../lesson-parts/PlayBar';
import { Slider } from '../../../lesson-parts/Slider';
import { Stated } from '../../../lesson-parts/Stated';
import { twoSamplesDefaults } from '../../../lessons/two-samples';
import { fixedText, stepText } from '../widgets/one-step/text';
import { LossesPlot } from '../widgets/two-samples/LossesPlot';
import { sampleColors } from '../widgets/two-samples/looks';
import { PlayersTable } from '../widgets/two-samples/PlayersTable';
import { TimeStrips } from '../widgets/two-samples/TimeStrips';
import styles from '../widgets/two-samples/two-samples.module.css';
import { type TwoSamplesView, useTwoSamples } from '../widgets/two-samples/use-two-samples';

/** The section; the page gives it its heading. */
export function TwoSamples() {
  const view = useTwoSamples();
  const { game, frame, at, fit } = view;
  const narrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false });
  return (
    <div className={styles.widget}>
      <Verdict view={view} />
      <div className={styles.pictures}>
        <div className={styles.losses}>
          <h3>The losses, and who stands where</h3>
          <LossesPlot view={view} height={narrow ? 380 : 440} />
          <ul className={styles.legend} aria-label="Parts of the picture">
            <li>
              <span data-kind="mean" aria-hidden="true" /> mean loss
            </li>
            <li>
              <span data-kind="batch" aria-hidden="true" /> the batch’s sample
            </li>
            <li>
              <span data-kind="area" aria-hidden="true" /> at or below the sample’s AOV: there AALIG stays
            </li>
          </ul>
        </div>
        <div className={styles.time}>
          <PlayBar label="the batches" unit="update" at={at} length={game.frames.length - 1} onSeek={view.seek} stepsPerSecond={8} />
        </div>
        <TimeStrips view={view} height={narrow ? 170 : 203} />
      </div>
      <div className={styles.numbers}>
        <PlayersTable view={view} />
        <Stated
          label="Numbers of the two samples"
          items={[
            { name: 'epoch', value: `${frame.epoch} of ${view.setting.epochs}` },
            { name: 'batch', value: frame.sample === null ? 'none yet' : `sample ${frame.sample + 1}` },
            { name: 'best weight', value: fixedText(fit.best) },
            { name: 'AOV 1', value: fixedText(frame.aovs[0]), color: sampleColors[0] },
            { name: 'reachable 1', value: fixedText(fit.losses[0]) },
            { name: 'AOV 2', value: fixedText(frame.aovs[1]), color: sampleColors[1] },
            { name: 'reachable 2', value: fixedText(fit.losses[1]) },
          ]}
        />
      </div>
      <Controls view={view} />
      <ul className={styles.tries} aria-label="To try">
        <li>
          Play. ALI-G aims at a loss of 0 on every batch, so it never settles. AALIG’s AOVs rise until the filled parts touch, and there it
          stays.
        </li>
        <li>Drag one minimum onto the other: now the two interpolate, 0 was right, and all three arrive.</li>
        <li>Put them apart again and set K to 1: the AOVs stay 0 until the end, and AALIG walks as ALI-G does.</li>
      </ul>
    </div>
  );
}

/** Whether one weight fits both. */
function Verdict({ view }: { readonly view: TwoSamplesView }) {
  const { interpolates, best, floor } = view.fit;
  return (
    <div className={styles.verdict} data-interpolates={interpolates || undefined}>
      <output>{interpolates ? 'Interpolates' : 'Does not interpolate'}</output>
      <p>
        {interpolates
          ? `One weight, w = ${fixedText(best)}, fits both samples.`
          : `No weight fits both: at the best one, w = ${fixedText(best)}, the mean loss is still ${fixedText(floor, 3)}.`}
      </p>
    </div>
  );
}

function Controls({ view }: { readonly view: TwoSamplesView }) {
  const { setting } = view;
  return (
    <>
      <div className={styles.controls}>
        <Slider
          label="cap of ALI-G and AALIG"
          symbol="η"
          value={setting.eta}
          min={0.05}
          max={5}
          scale="log"
          onChange={(eta) => view.change({ eta })}
          text={fixedText}
        />
        <Slider
          label="SGD’s step size"
          value={setting.sgdEta}
          min={0.02}
          max={1.5}
          scale="log"
          onChange={(sgdEta) => view.change({ sgdEta })}
          text={stepText}
        />
        <Slider
          label="updates of the AOVs"
          symbol="K"
          value={setting.sections}
          min={1}
          max={setting.epochs}
          step={1}
          onChange={(sections) => view.change({ sections })}
          text={String}
        />
        {([0, 1] as const).map((z) => (
          <Slider
            key={z}
            label={`smallest loss of sample ${z + 1}`}
            value={setting.heights[z]}
            min={0}
            max={1.5}
            step={0.05}
            color={sampleColors[z]}
            onChange={(to) => view.setHeight(z, to)}
            text={fixedText}
          />
        ))}
        <p className={styles.note}>A sample with a smallest loss above 0 is one that no weight fits, such as a wrong label.</p>
      </div>
      <div className={styles.buttons}>
        <LessonButton onClick={() => view.change({ minima: [0.5, 0.5], heights: [0, 0] })}>Make them agree</LessonButton>
        <LessonButton onClick={() => view.change({ ...twoSamplesDefaults, seed: setting.seed })}>As at first</LessonButton>
        <LessonButton onClick={() => view.change({ seed: setting.seed + 1 })}>Other order of batches</LessonButton>
      </div>
    </>
  );
}
