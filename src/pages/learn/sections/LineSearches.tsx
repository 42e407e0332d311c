/** The price of a line search: its trials on the loss along the gradient, one after the other, beside PAL and the Polyak step. */
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { LessonButton } from '../../../lesson-parts/LessonButton';
import { PlayBar } from '../../../lesson-parts/PlayBar';
import { Slider } from '../../../lesson-parts/Slider';
import { Stated } from '../../../lesson-parts/Stated';
import { type LandscapeId, landscapeIds, landscapeOf } from '../../../lessons/landscapes';
import { armijoLine, goldsteinLine, type SearchId, searchIds } from '../../../lessons/line-search-lesson';
import { optimizerOf } from '../../../optimizers/registry';
import { CostTable } from '../widgets/line-searches/CostTable';
import styles from '../widgets/line-searches/line-searches.module.css';
import { SearchPlot } from '../widgets/line-searches/SearchPlot';
import { gammaText, lossText } from '../widgets/line-searches/text';
import { type LineSearchState, useLineSearch } from '../widgets/line-searches/use-line-search';

const searches = searchIds.map((id) => ({ value: id, label: optimizerOf(id).name }));
const landscapes = landscapeIds.map((id) => ({ value: id, label: landscapeOf(id).name }));

/** What a search asks of a trial, in words. */
const asks: Readonly<Record<SearchId, string>> = {
  'sls-armijo': 'Accepts the first trial on or below its line: enough gained for the length. A rejected step is made shorter.',
  'sls-goldstein': 'Wants the trial between two lines: below the upper one, enough gained; above the lower one, not too cautious.',
  'sls-polyak': 'Armijo’s search, then heavy-ball momentum. In a run its step can only shrink.',
};

/** The section; the page gives it its heading. */
export function LineSearches() {
  const state = useLineSearch();
  const narrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false });
  return (
    <div className={styles.widget}>
      <Choices state={state} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <SearchPlot state={state} height={narrow ? 300 : 380} />
          <Legend state={state} />
          <PlayBar
            label="the search"
            unit="trial"
            at={state.at}
            length={state.course.trials.length}
            onSeek={state.seek}
            stepsPerSecond={3}
            text={`trial ${state.at} of ${state.course.trials.length}`}
          />
          <Now state={state} />
        </div>
        <div className={styles.column}>
          <Controls state={state} />
          <CostTable state={state} />
          <ul className={styles.tries} aria-label="To try">
            <li>Drag the first step to the left end: Armijo takes it at once and gains little. SLS-Goldstein does not.</li>
            <li>Choose Rosenbrock with a first step of 1 and count. The next search remembers, and is cheap.</li>
            <li>Raise c until the long steps are no longer good enough.</li>
            <li>PAL’s parabola hides φ on the quadratic, where it is exact; on Rosenbrock, A, the tangent misleads the Polyak step too.</li>
          </ul>
        </div>
      </div>
    </div>
  );
}

interface Props {
  readonly state: LineSearchState;
}

function Choices({ state }: Props) {
  return (
    <div className={styles.choices}>
      <NativeSelect
        size="sm"
        label="Search"
        value={state.search}
        data={searches}
        onChange={(event) => state.chooseSearch(event.currentTarget.value as SearchId)}
      />
      <NativeSelect
        size="sm"
        label="Landscape"
        value={state.landscape.id}
        data={landscapes}
        onChange={(event) => state.chooseLandscape(event.currentTarget.value as LandscapeId)}
      />
      <div>
        <span className={styles.choiceLabel} aria-hidden="true">
          Point
        </span>
        <SegmentedControl
          size="sm"
          aria-label="Point of the landscape"
          value={String(state.place)}
          data={state.landscape.starts.map((_, place) => ({ value: String(place), label: 'ABC'[place]! }))}
          onChange={(place) => state.choosePlace(Number(place))}
        />
      </div>
      <p>{asks[state.search]}</p>
    </div>
  );
}

function Legend({ state: { search, colors } }: Props) {
  const both = search === 'sls-goldstein';
  return (
    <ul className={styles.legend} aria-label="Lines of the picture">
      <li>
        <span data-kind="line" style={{ color: 'var(--ink)' }} aria-hidden="true" />
        φ(γ)
      </li>
      <li>
        <span data-kind="line" style={{ color: colors.search }} aria-hidden="true" />
        {both ? 'accepted between these lines' : 'accepted below this line'}
      </li>
      <li>
        <span data-kind="band" style={{ color: colors.search }} aria-hidden="true" />
        steps that would be accepted
      </li>
      <li>
        <span data-kind="dots" style={{ color: colors.pal }} aria-hidden="true" />
        PAL’s parabola through one measurement
      </li>
      <li>
        <span data-kind="dashed" style={{ color: colors.polyak }} aria-hidden="true" />
        Polyak: the tangent meets ℓ̄, the landscape’s smallest loss
      </li>
    </ul>
  );
}

/** The trial that was shown last. */
function Now({ state: { course, at, line, c, search } }: Props) {
  const trial = course.trials[at - 1];
  return (
    <>
      <Stated
        label="Numbers of the trial"
        items={[
          { name: 'trial', value: at === 0 ? 'none yet' : String(at) },
          { name: 'γ', value: gammaText(trial?.step) },
          { name: 'φ(γ)', value: lossText(trial?.loss ?? line.loss) },
          { name: 'at most', value: lossText(trial && armijoLine(line, c, trial.step)) },
          ...(search === 'sls-goldstein' ? [{ name: 'at least', value: lossText(trial && goldsteinLine(line, c, trial.step)) }] : []),
          { name: 'evaluations so far', value: String(trial?.evaluations ?? 1) },
        ]}
      />
      {/* On a line of its own: its length changes while the search is played. */}
      <Stated label="Verdict on the trial" items={[{ name: 'verdict', value: trial?.text ?? 'loss and gradient only' }]} />
    </>
  );
}

function Controls({ state }: Props) {
  const { course, colors } = state;
  return (
    <div className={styles.controls}>
      <Slider
        label="first step"
        symbol="η₀"
        value={state.first}
        min={0.001}
        max={10}
        scale="log"
        color={colors.search}
        onChange={state.setFirst}
        text={gammaText}
      />
      <Slider
        label="decrease asked for"
        symbol="c"
        value={state.c}
        min={0.01}
        max={0.9}
        step={0.01}
        color={colors.search}
        onChange={state.setC}
      />
      <Slider
        label="backtracking factor"
        symbol="β"
        value={state.shrink}
        min={0.1}
        max={0.95}
        step={0.05}
        color={colors.search}
        onChange={state.setShrink}
      />
      <div className={styles.buttons}>
        <LessonButton disabled={course.stored === state.first || course.stored <= 0} onClick={() => state.setFirst(course.stored)}>
          Next search: start from {gammaText(course.stored)}
        </LessonButton>
        <LessonButton disabled={state.first === 1} onClick={() => state.setFirst(1)}>
          From 1
        </LessonButton>
      </div>
    </div>
  );
}
