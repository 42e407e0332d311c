/** Builds the frame that shows the experiment in another page: what it shows, its address, its HTML, and on request itself. */
import { useState } from 'react';
import { InputError } from '../../../fields/input-error';
import {
  chartNames,
  controlNames,
  type EmbedChart,
  type EmbedControl,
  type EmbedView,
  embedCharts,
  embedControls,
  embedToQuery,
  frameSnippet,
  heightOf,
  usualView,
} from '../../../share/embed';
import { useExperiment } from '../../../state/experiment';
import { experimentOf } from '../../../state/experiment-edit';
import { pageAddress } from '../../../state/shared-link';
import { taskOf } from '../../../tasks/registry';
import { copyText } from './copy-text';
import styles from './share.module.css';

const heights = { min: 120, max: 3000 } as const;

/** The address of the frame, or why there is none. */
function addressOf(
  view: EmbedView,
): { readonly address: string; readonly problem: null } | { readonly address: null; readonly problem: string } {
  try {
    const experiment = experimentOf(useExperiment.getState().edit);
    return { address: `${pageAddress()}?${embedToQuery(view, experiment)}`, problem: null };
  } catch (error) {
    if (error instanceof InputError) return { address: null, problem: error.message };
    throw error;
  }
}

function toggled<T extends string>(all: readonly T[], chosen: readonly T[], part: T): readonly T[] {
  return all.filter((candidate) => (candidate === part ? !chosen.includes(part) : chosen.includes(candidate)));
}

export function EmbedForm() {
  const edit = useExperiment((state) => state.edit);
  const [view, setView] = useState<EmbedView>(usualView);
  const [height, setHeight] = useState<number | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const { address, problem } = addressOf(view);
  if (address === null) return <p className={styles.problem}>{problem}.</p>;
  const pixels = height ?? heightOf(view);
  const snippet = frameSnippet(address, `Polyak Playground: ${taskOf(edit.taskId).name}`, pixels);
  const change = (next: EmbedView) => {
    setView(next);
    setSaid('');
  };
  const copy = async () =>
    setSaid((await copyText(snippet)) ? 'Copied.' : 'The browser did not allow it: select the text and copy it by hand.');
  return (
    <>
      <p>
        A frame that trains in the reader’s browser, with this experiment as it is set now. It works on any page, needs no account and
        nothing installed; the reader presses Run.
      </p>
      <div className={styles.choices}>
        <fieldset>
          <legend>Charts</legend>
          {embedCharts.map((chart: EmbedChart) => (
            <label key={chart}>
              <input
                type="checkbox"
                checked={view.charts.includes(chart)}
                onChange={() => change({ ...view, charts: toggled(embedCharts, view.charts, chart) })}
              />
              {chartNames[chart]}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>Controls</legend>
          {embedControls.map((control: EmbedControl) => (
            <label key={control}>
              <input
                type="checkbox"
                checked={view.controls.includes(control)}
                onChange={() => change({ ...view, controls: toggled(embedControls, view.controls, control) })}
              />
              {controlNames[control]}
            </label>
          ))}
          <label className={styles.height}>
            Height
            <input
              type="number"
              min={heights.min}
              max={heights.max}
              value={pixels}
              onChange={(event) => {
                const value = event.currentTarget.valueAsNumber;
                setHeight(Number.isFinite(value) ? Math.min(heights.max, Math.max(1, Math.round(value))) : null);
              }}
            />
            px
          </label>
        </fieldset>
      </div>
      <label className={styles.label}>
        HTML for the page
        <textarea className={styles.text} readOnly value={snippet} rows={6} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <div className={styles.buttons}>
        <button type="button" onClick={copy}>
          Copy the HTML
        </button>
        <button type="button" aria-expanded={shown !== null} onClick={() => setShown(shown === null ? address : null)}>
          {shown === null ? 'Show a preview' : 'Close the preview'}
        </button>
        {shown !== null && shown !== address && (
          <button type="button" onClick={() => setShown(address)}>
            Update the preview
          </button>
        )}
      </div>
      <p className={styles.address} role="status">
        {said}
      </p>
      <p className={styles.address} data-testid="embed-address">
        {address}
      </p>
      {shown !== null && <iframe className={styles.preview} src={shown} title="Preview of the frame" height={pixels} />}
    </>
  );
}
