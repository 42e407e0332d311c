/** The line under a panel: how far its runs are, and the button that runs it alone. */
import { useState } from 'react';
import type { PaperFigure, PaperPanel } from '../../paper/definition';
import { hasFailed } from '../../results/groups';
import { countText } from '../../state/number-text';
import type { SweepEntry } from '../../state/sweeps/entry';
import { cancelAll, goOn, runPanels } from './actions';
import drawingStyles from './drawings.module.css';
import { leftText, runsText } from './estimate';
import styles from './figures.module.css';
import { isActive, isWhole, partOf, progressOf } from './panel-states';
import type { FigureChoices } from './use-figure';

interface PanelStatusProps {
  readonly figure: PaperFigure;
  readonly panel: PaperPanel;
  readonly entry: SweepEntry | null;
  readonly all: readonly SweepEntry[];
  readonly choices: FigureChoices;
}

/** What is said of a panel's sweep. */
export function panelText(entry: SweepEntry | null, panel: PaperPanel): string {
  if (!entry) return 'not run yet';
  const { origin, status, runs } = entry;
  const { done, total, secondsLeft } = progressOf([entry]);
  const count = `${countText(done)} of ${runsText(total)}`;
  const variant = origin.kind === 'figure' ? panel.variants.find(({ id }) => id === origin.variant) : undefined;
  const data = panel.variants.length > 1 && variant ? ` on ${variant.name}` : '';
  if (status === 'failed') return `${count}${data} · stopped: ${entry.message ?? 'no reason was given'}`;
  if (status === 'running') return `${count}${data}${secondsLeft === null ? '' : ` · ${leftText(secondsLeft)}`}`;
  if (status === 'waiting') return `${count}${data} · in the queue`;
  const failed = runs.filter(hasFailed).length;
  const bad = failed > 0 ? ` · ${countText(failed)} diverged or failed` : '';
  return isWhole(entry) ? `${runsText(total)}${data}${bad}` : `${count}${data}${bad} · broken off`;
}

/** The line. */
export function PanelStatus({ figure, panel, entry, all, choices }: PanelStatusProps) {
  const [asking, setAsking] = useState(false);
  const runnable = Boolean(choices.panels.get(panel.id)?.chosen);
  const run = () => {
    setAsking(false);
    runPanels(figure, [panel.id], choices, all);
  };
  const begun = entry !== null && entry.runs.length > 0;
  const label = begun ? 'Run again' : `Run this ${partOf(figure)}`;
  return (
    <div className={drawingStyles.panelStatus}>
      <span data-status={entry?.status}>{asking ? `The results of ${panel.title} will be replaced.` : panelText(entry, panel)}</span>
      {asking ? (
        <span>
          <button type="button" className={styles.link} onClick={run}>
            Replace
          </button>{' '}
          {/* biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone; the focus would be lost with it */}
          <button type="button" className={styles.link} onClick={() => setAsking(false)} autoFocus>
            Keep
          </button>
        </span>
      ) : entry && isActive(entry) ? (
        <button type="button" className={styles.link} aria-label={`Cancel ${panel.title}`} onClick={() => cancelAll([entry])}>
          Cancel
        </button>
      ) : entry && begun && !isWhole(entry) ? (
        <button type="button" className={styles.link} aria-label={`Go on with ${panel.title}`} onClick={() => goOn([entry])}>
          Go on
        </button>
      ) : (
        <button
          type="button"
          className={styles.link}
          disabled={!runnable}
          aria-label={`${label}: ${panel.title}`}
          onClick={begun ? () => setAsking(true) : run}
        >
          {label}
        </button>
      )}
    </div>
  );
}
