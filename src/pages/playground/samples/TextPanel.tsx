/** Text by the model: what a character model writes after a prompt, now or after its training. */
import { memo, useEffect, useId, useRef, useState } from 'react';
import { CardFrame } from '../../../charts/CardFrame';
import { RunSelect } from '../../../charts/RunSelect';
import { chosenRun, shownRuns } from '../../../charts/runs';
import type { RunView } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { textLimits, useTextSamples } from '../../../state/text-samples';
import styles from './samples.module.css';

const help =
  'The model goes on from the prompt, one character after the other, each drawn from what it thinks likely. A low temperature makes it choose the likeliest nearly always; 1 draws from its own distribution. Training waits while it writes.';

const { min, max } = textLimits.temperature;

export const TextPanel = memo(function TextPanel({ runs: given }: { readonly runs: readonly RunView[] }) {
  const runs = shownRuns(given);
  const [runId, setRunId] = useState<string | null>(null);
  const run = chosenRun(runs, runId);
  const sessionId = useRuns((state) => state.sessionId);
  const { prompt, length, temperature, busy, written, problem, set, sample, forget } = useTextSamples();
  const card = useRef<HTMLElement>(null);
  const id = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session has other models
  useEffect(() => forget, [sessionId, forget]);

  return (
    <CardFrame
      card={card}
      title="Text by the model"
      help={help}
      problem={problem}
      onProblemRead={() => useTextSamples.setState({ problem: null })}
      tools={<RunSelect runs={runs} chosen={run} label="Run that writes" onChoose={setRunId} />}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (run && !busy) void sample(run.runId);
        }}
      >
        <label className={styles.prompt} htmlFor={`${id}-prompt`}>
          prompt
          <input
            id={`${id}-prompt`}
            type="text"
            maxLength={500}
            spellCheck={false}
            autoComplete="off"
            value={prompt}
            onChange={(event) => set({ prompt: event.currentTarget.value })}
          />
        </label>
        <label htmlFor={`${id}-length`}>
          characters
          <input
            id={`${id}-length`}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            className={styles.short}
            value={length}
            onChange={(event) => set({ length: event.currentTarget.value })}
          />
        </label>
        <label htmlFor={`${id}-temperature`}>
          temperature
          <input
            id={`${id}-temperature`}
            type="range"
            min={min}
            max={max}
            step={0.05}
            value={temperature}
            onChange={(event) => set({ temperature: event.currentTarget.valueAsNumber })}
          />
          <span className={styles.value}>{temperature.toFixed(2)}</span>
        </label>
        <button type="submit" className={styles.write} disabled={!run} aria-disabled={busy || undefined}>
          {busy ? 'Writing …' : 'Sample text'}
        </button>
      </form>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <output className={styles.text} tabIndex={0} aria-label="Text by the model" aria-busy={busy}>
        {written ? (
          <>
            <span className={styles.given}>{written.prompt}</span>
            {written.text}
          </>
        ) : (
          <span className={styles.hint}>{busy ? 'Writing …' : 'Press “Sample text” to see what the model has learnt so far.'}</span>
        )}
      </output>
    </CardFrame>
  );
});
