/** What is looked at: which run, its next step or its last, and how far the curve goes. */
import { NativeSelect } from '@mantine/core';
import { TextSwitch } from '../../../charts/TextSwitch';
import { Slider } from '../../../lesson-parts/Slider';
import { measuredText } from '../../../state/number-text';
import type { RunView } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { whyNotOf } from './availability';
import styles from './why.module.css';
import { useWhy } from './why-store';

interface LookControlsProps {
  readonly run: RunView;
  readonly which: 'next' | 'last';
  readonly onWhich: (which: 'next' | 'last') => void;
  /** Where the curve ends as chosen; null: where it ends by itself. */
  readonly upTo: number | null;
  /** Where it ends by itself; null before the first look. */
  readonly reach: number | null;
  readonly onUpTo: (upTo: number | null) => void;
}

const steps = [
  { value: 'next', label: 'next step', help: 'The step that the run makes when it goes on' },
  { value: 'last', label: 'last step', help: 'The step that it made last, if it was made by itself' },
] as const;

/** The controls. */
export function LookControls({ run, which, onWhich, upTo, reach, onUpTo }: LookControlsProps) {
  const runs = useRuns((state) => state.runs);
  const status = useRuns((state) => state.status);
  const choose = useWhy((state) => state.choose);
  const ended = (candidate: RunView) => (status === 'paused' && whyNotOf(status, candidate) ? ` (${candidate.status})` : '');
  const middle = reach ?? 1;
  return (
    <div className={styles.controls}>
      <NativeSelect
        size="xs"
        label="Run"
        value={run.runId}
        data={runs.map((candidate) => ({ value: candidate.runId, label: `${candidate.label}${ended(candidate)}` }))}
        onChange={(event) => {
          choose(event.currentTarget.value);
          onUpTo(null);
        }}
      />
      <TextSwitch label="Which step" value={which} choices={steps} onChange={onWhich} />
      <div className={styles.reach}>
        <Slider
          label="how far the curve goes, in γ"
          value={upTo ?? middle}
          min={middle / 100}
          max={middle * 100}
          scale="log"
          text={measuredText}
          disabled={reach === null}
          onChange={onUpTo}
        />
        <button type="button" disabled={upTo === null} onClick={() => onUpTo(null)}>
          automatic
        </button>
      </div>
    </div>
  );
}
