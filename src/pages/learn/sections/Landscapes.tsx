/** Methods race over a landscape of two weights, seen whole: their trails, step sizes and losses, and what they cost. */
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import { LessonButton } from '../../../lesson-parts/LessonButton';
import { PlayBar } from '../../../lesson-parts/PlayBar';
import { Slider } from '../../../lesson-parts/Slider';
import { Stated } from '../../../lesson-parts/Stated';
import { type LandscapeId, landscapeIds, landscapeOf } from '../../../lessons/landscapes';
import type { Racer } from '../../../lessons/race';
import { measuredText } from '../../../state/number-text';
import { LandscapeFormula } from '../widgets/landscapes/LandscapeFormula';
import styles from '../widgets/landscapes/landscapes.module.css';
import { MethodChips } from '../widgets/landscapes/MethodChips';
import { RaceMap } from '../widgets/landscapes/RaceMap';
import { RaceStrip } from '../widgets/landscapes/RaceStrip';
import { RaceTable } from '../widgets/landscapes/RaceTable';
import { placeText } from '../widgets/landscapes/text';
import { conditionRange, factorRange, type RaceState, raceSteps, useRace } from '../widgets/landscapes/use-race';

const choices = landscapeIds.map((id) => ({ value: id, label: landscapeOf(id).name }));
const clocks = [
  { value: 'steps', label: 'the same steps' },
  { value: 'evaluations', label: 'the same evaluations' },
] as const;

const stepSizeAt = ({ stepSizes }: Racer, point: number) => (point === 0 ? null : (stepSizes[point - 1] ?? null));

const tries: Readonly<Record<LandscapeId, string>> = {
  quadratic: 'Pull κ to 1, a round bowl, then to 300, a long trough: who is quick in both?',
  rosenbrock: 'Start at the left, in the valley: who follows it round the bend, and who takes the short cut over the wall?',
  ravine: 'Start on a wall and read γ: short across the ravine, long along its floor.',
  'least-squares':
    'Nobody comes to rest on the cross: every point pulls its own way. A line search obeys the one point it sees, and pays for more.',
};

const farUp = 'Pull the η of all up, 10 times and more: SGD flies off, ALI-G and AALIG do not mind. For them η is only a cap.';
const farNoisy =
  'Pull the η of all up to 30 times: SGD flies off, ALI-G wanders, for it aims at 0 on every point. AALIG has learnt what can be reached, and stays near.';

/** The section; the page gives it its heading. */
export function Landscapes() {
  const state = useRace();
  const { landscape, entrants, clock, at } = state;
  const lowest = landscape.minimum.value;
  const lossAt = useMemo(
    () =>
      ({ losses }: Racer, point: number) =>
        losses[point]! - lowest,
    [lowest],
  );
  const narrow = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false });
  const noisy = landscape.samples > 1;
  return (
    <div className={styles.widget}>
      <div className={styles.choice}>
        {narrow ? (
          <NativeSelect
            label="Landscape"
            size="sm"
            value={landscape.id}
            data={choices}
            onChange={(event) => state.choose(event.currentTarget.value as LandscapeId)}
          />
        ) : (
          <SegmentedControl
            aria-label="Landscape"
            size="sm"
            value={landscape.id}
            data={choices}
            onChange={(id) => state.choose(id as LandscapeId)}
          />
        )}
        <p>{landscape.summary}</p>
      </div>
      <div className={styles.race}>
        <div className={styles.field}>
          <RaceMap state={state} />
          <PlayBar
            label="the race"
            unit={clock === 'steps' ? 'step' : 'evaluation'}
            at={at}
            length={raceSteps}
            onSeek={state.setAt}
            onPlaying={(playing) => {
              if (!playing && at === raceSteps) state.sort();
            }}
            stepsPerSecond={20}
            text={`${at} ${clock}`}
          />
        </div>
        <div className={styles.side}>
          <MethodChips state={state} />
          <RaceTable state={state} />
          <div className={styles.under}>
            <LessonButton disabled={state.sorted} onClick={state.sort}>
              Sort by place
            </LessonButton>
            <p>✓ arrived: within 10⁻⁸ of the lowest loss. There a method stops.</p>
          </div>
        </div>
      </div>
      <Controls state={state} />
      <div className={styles.strips}>
        <div>
          <h3>Step size γ (0 lies on the lower edge)</h3>
          <RaceStrip label="Step sizes" valueAt={stepSizeAt} powers={[-4, 1]} every={1} dotted {...{ entrants, clock, at }} />
        </div>
        <div>
          <h3>Loss above the lowest possible</h3>
          <RaceStrip
            label="Losses"
            valueAt={lossAt}
            powers={noisy ? [-4, 1] : [-8, 2]}
            every={noisy ? 1 : 2}
            {...{ entrants, clock, at }}
          />
        </div>
      </div>
      <Stated
        label="Numbers of the race"
        items={[
          { name: 'start x', value: placeText(state.start[0]) },
          { name: 'start y', value: placeText(state.start[1]) },
          { name: 'loss there', value: measuredText(landscape.value(...state.start)) },
          { name: 'lowest loss', value: measuredText(landscape.minimum.value) },
          { name: 'leads', value: leaderText(state) },
        ]}
      />
      <ul className={styles.tries} aria-label="To try">
        <li>{tries[landscape.id]}</li>
        <li>{noisy ? farNoisy : farUp}</li>
        <li>Let all have the same evaluations: every trial of a line search costs one, and it falls behind.</li>
      </ul>
    </div>
  );
}

function leaderText({ entrants }: RaceState): string {
  const first = entrants.filter(({ place }) => place === 1).map(({ name }) => name);
  return first.length === 0 ? '–' : first.length > 2 ? `${first.length} level` : first.join(', ');
}

function Controls({ state }: { readonly state: RaceState }) {
  const { landscape, clock, condition, factor } = state;
  const kind = landscape.id;
  return (
    <div className={styles.controls}>
      <div className={styles.one}>
        {kind === 'quadratic' ? (
          <Slider
            label="how much steeper one way"
            symbol="κ"
            value={condition}
            min={conditionRange[0]}
            max={conditionRange[1]}
            scale="log"
            onChange={(value) => state.setCondition(Math.round(value))}
            text={String}
          />
        ) : (
          <LandscapeFormula tex={landscape.formula} />
        )}
      </div>
      <div className={styles.one}>
        <Slider
          label="of all methods that have one, times"
          symbol="η"
          value={factor}
          min={factorRange[0]}
          max={factorRange[1]}
          scale="log"
          onChange={state.setFactor}
          text={measuredText}
        />
      </div>
      <div className={styles.buttons}>
        <LessonButton onClick={state.anotherStart}>Another start</LessonButton>
        {kind === 'least-squares' && <LessonButton onClick={state.anotherNoise}>Another noise</LessonButton>}
        <div className={styles.clock}>
          <span aria-hidden="true">All have</span>
          <SegmentedControl
            aria-label="All have"
            size="sm"
            value={clock}
            data={[...clocks]}
            onChange={(value) => state.setClock(value as typeof clock)}
          />
        </div>
      </div>
    </div>
  );
}
