/** One Polyak step in one dimension: the loss and its model to drag, the same step as a number to clip, and the rule with its numbers. */
import { NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { LessonButton } from '../../../lesson-parts/LessonButton';
import { Slider } from '../../../lesson-parts/Slider';
import { Stated } from '../../../lesson-parts/Stated';
import { losses1d } from '../../../lessons/losses-1d';
import { DualPlot } from '../widgets/one-step/DualPlot';
import { looks } from '../widgets/one-step/looks';
import { ModelPlot } from '../widgets/one-step/ModelPlot';
import styles from '../widgets/one-step/one-step.module.css';
import { RegimeLamps } from '../widgets/one-step/RegimeLamps';
import { StepFormula } from '../widgets/one-step/StepFormula';
import { fixedText, stepText } from '../widgets/one-step/text';
import { etaRange, type OneStepState, useOneStep } from '../widgets/one-step/use-one-step';

const legend: readonly { readonly name: string; readonly color: string; readonly kind: 'line' | 'dashed' | 'area' }[] = [
  { name: 'loss', color: looks.loss, kind: 'line' },
  { name: 'tangent', color: looks.model, kind: 'dashed' },
  { name: 'model: max(tangent, ℓ̄)', color: looks.model, kind: 'line' },
  { name: 'model + (u − w)²/2η', color: looks.proximal, kind: 'area' },
];

const unreachable =
  'Set η to 5 and take ten steps with ℓ̄ = 0, which this loss cannot reach: they never settle. Start again with ℓ̄ = smallest loss: now they do.';
const reachable = 'This loss comes as near to 0 as you like, so ℓ̄ = 0 is right. Set η to 5 and take steps: they shrink by themselves.';

/** The section; the page gives it its heading. */
export function OneStep() {
  const state = useOneStep();
  const { loss, stand, step } = state;
  const top = loss.valueRange[1];
  const y = [-0.05 * top, top] as const;
  const narrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false });
  return (
    <div className={styles.widget}>
      <div className={styles.choice}>
        <NativeSelect
          size="sm"
          label="Loss"
          value={loss.id}
          data={losses1d.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => state.choose(event.currentTarget.value)}
        />
        <p>{loss.summary}</p>
      </div>
      <RegimeLamps regime={step.regime} seen={state.seen} />
      <div className={styles.pictures}>
        <div>
          <h3>The step goes where model + price of moving is lowest</h3>
          <ModelPlot state={state} height={narrow ? 290 : 350} y={y} />
          <ul className={styles.legend} aria-label="Lines of the picture">
            {legend.map(({ name, color, kind }) => (
              <li key={name}>
                <span data-kind={kind} style={{ color }} aria-hidden="true" />
                {name}
              </li>
            ))}
          </ul>
          <Controls state={state} />
        </div>
        <div>
          <h3>The same as one number α from 0 to 1</h3>
          <DualPlot state={state} height={narrow ? 220 : 350} y={y} />
          <p className={styles.note}>
            The dual. Its top over [0, 1] is as high as the lowest point of model + price: {fixedText(step.modelMinimum)}. Its vertex, at α
            = (ℓ − ℓ̄)/(ηg²), is clipped to [0, 1], and γ = ηα: that is all that makes the three kinds of step.
          </p>
        </div>
      </div>
      <StepFormula state={state} />
      <Stated
        label="Numbers of the step"
        items={[
          { name: 'weight w', value: fixedText(stand.w) },
          { name: 'loss ℓ', value: fixedText(stand.loss), color: looks.loss },
          { name: 'slope g', value: fixedText(stand.slope), color: looks.model },
          { name: 'target ℓ̄', value: fixedText(stand.target), color: looks.target },
          { name: '(ℓ − ℓ̄)/g²', value: stepText(step.raw) },
          { name: 'step size γ', value: stepText(step.stepSize), color: looks.step },
          { name: 'α', value: stepText(step.dual), color: looks.step },
          { name: 'next w', value: fixedText(step.next), color: looks.step },
          { name: 'loss there', value: fixedText(loss.value(step.next)) },
          { name: 'steps taken', value: String(state.trail.length) },
        ]}
      />
      <ul className={styles.tries} aria-label="To try">
        <li>Light all three lamps: pull ℓ̄ up until γ becomes 0, put it back, then lower η until the step is capped.</li>
        <li>{loss.minimum.value > 0 ? unreachable : reachable}</li>
      </ul>
    </div>
  );
}

function Controls({ state }: { readonly state: OneStepState }) {
  const { loss, stand, step, lands } = state;
  const { minimum } = loss;
  const why = !lands ? 'This step leaves the picture: lower η.' : step.stepSize === 0 ? 'γ = 0: the point stays.' : '';
  return (
    <div className={styles.controls}>
      <Slider
        label="maximum step size"
        symbol="η"
        value={stand.eta}
        min={etaRange[0]}
        max={etaRange[1]}
        scale="log"
        onChange={state.setEta}
        text={fixedText}
      />
      <Slider
        label="target: the loss thought to be reached"
        symbol="ℓ̄"
        value={stand.target}
        min={0}
        max={loss.valueRange[1]}
        step={0.01}
        color={looks.target}
        onChange={state.setTarget}
        text={fixedText}
      />
      <div className={styles.buttons}>
        <LessonButton primary disabled={why !== ''} onClick={state.take}>
          Take the step
        </LessonButton>
        <LessonButton onClick={state.restart}>Start again</LessonButton>
        <LessonButton onClick={() => state.setTarget(minimum.value)}>ℓ̄ = smallest loss</LessonButton>
        <span className={styles.why}>{why}</span>
      </div>
    </div>
  );
}
