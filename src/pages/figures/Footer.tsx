/** Under a figure: what computed it, and where its results go on to: the queue, the comparison, a report. */
import { Fragment } from 'react';
import type { PaperFigure } from '../../paper/definition';
import { ReportButtons } from '../../report/ReportButtons';
import { useComparison } from '../../state/comparison';
import { backendLabels } from '../../state/device';
import { goTo } from '../../state/place';
import type { SweepEntry } from '../../state/sweeps/entry';
import { select } from '../../state/sweeps/selected';
import styles from './figures.module.css';
import { type FigureEntries, panelResult } from './panel-states';
import toldStyles from './told.module.css';

interface FooterProps {
  readonly figure: PaperFigure;
  readonly newest: FigureEntries;
}

/** "NVIDIA · ampere · WebGPU", "no GPU · WASM"; all that took part. */
function devicesOf(entries: readonly SweepEntry[]): string {
  const devices = entries.flatMap(({ facts }) => {
    if (!facts) return [];
    const { adapter, backend, software } = facts.device;
    const onGpu = backend === 'webgpu' || backend === 'webgl';
    return [onGpu ? `${adapter ?? 'a GPU'}${software ? ' (software)' : ''} · ${backendLabels[backend]}` : backendLabels[backend]];
  });
  return [...new Set(devices)].join('; ');
}

/** Results of the figure's panels, named. */
function resultsOf({ figure, newest }: FooterProps) {
  return figure.panels.flatMap(({ id, title }) => {
    const entry = newest.get(id);
    const made = entry && entry.runs.length > 0 ? panelResult(entry) : null;
    return made ? [{ name: `${figure.number} · ${title}`, result: made.result }] : [];
  });
}

/** What differs from the paper, for the report: each text once, with the panels it is about. */
function notesOf({ figure, newest }: FooterProps): string[] {
  const texts = new Map<string, string[]>();
  for (const { id, title, variants } of figure.panels) {
    const origin = newest.get(id)?.origin;
    const variant = origin?.kind === 'figure' ? variants.find((candidate) => candidate.id === origin.variant) : undefined;
    if (variant?.scaledDown) texts.set(variant.scaledDown, [...(texts.get(variant.scaledDown) ?? []), title]);
  }
  return [...texts].map(([text, titles]) => `${titles.join(', ')}: ${text}`);
}

/** The line; nothing while there is no result. */
export function Footer(props: FooterProps) {
  const { figure, newest } = props;
  const entries = [...newest.values()];
  if (!entries.some(({ runs }) => runs.length > 0)) return null;
  const seeds = [...new Set(entries.map(({ sweep }) => sweep.seeds.join(', ')))];
  const facts = [
    { name: 'Computed by', text: devicesOf(entries) },
    { name: seeds[0]?.includes(',') ? 'Seeds' : 'Seed', text: seeds.join('; ') },
    { name: 'Started', text: new Date(Math.max(...entries.map(({ createdAt }) => createdAt))).toLocaleString() },
  ];
  return (
    <footer className={toldStyles.footer}>
      <dl>
        {facts.map(({ name, text }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
      <div className={toldStyles.onward}>
        <button
          type="button"
          className={styles.button}
          onClick={() => {
            const [first] = entries.filter(({ runs }) => runs.length > 0);
            if (first) select(first.id);
            goTo('sweeps');
          }}
        >
          Open in Sweeps
        </button>
        <button
          type="button"
          className={styles.button}
          onClick={() => {
            const picks = entries.filter(({ runs }) => runs.length > 0).map(({ id }) => [`sweep-${id}`, 'suggested'] as const);
            useComparison.getState().setPicks(Object.fromEntries(picks));
            goTo('compare');
          }}
        >
          Compare
        </button>
        <ReportButtons name={`${figure.number} ${figure.name}`} results={() => resultsOf(props)} notes={notesOf(props)} />
      </div>
    </footer>
  );
}
