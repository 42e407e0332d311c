/** The charts of what is picked: one key for all of them, and every number in a plot a panel. */
import { type CSSProperties, useMemo, useState } from 'react';
import { BandCard } from '../../../charts/results/BandCard';
import { LegendList } from '../../../charts/results/LegendList';
import type { Look } from '../../../charts/results/shapes';
import { TextSwitch } from '../../../charts/TextSwitch';
import { type CurveAxis, runCurve } from '../../../results/groups';
import { useComparison } from '../../../state/comparison';
import { type ChartKind, chartKinds, linesOf } from '../model/chart-lines';
import type { ComparedGroup } from '../model/compared';
import { type Panel, panelsOf } from '../model/panels';
import styles from './charts.module.css';

const scales = [
  { value: 'log', label: 'log', help: 'Logarithmic axis' },
  { value: 'linear', label: 'lin', help: 'Linear axis' },
] as const;

const axisTitles: Readonly<Record<CurveAxis, string>> = {
  epochs: 'epochs',
  updates: 'updates',
  evaluations: 'evaluations',
  seconds: 'seconds of training',
};

/** Most settings that one panel draws. */
const mostLines = 60;

/** The charts that have something to show. */
function kindsWithData(groups: readonly ComparedGroup[]): readonly ChartKind[] {
  return chartKinds.filter(({ metric }) =>
    groups.some(({ runs }) => runs.some((run) => metric === 'trainLoss' || runCurve(run, metric, 'epochs').length > 0)),
  );
}

const none: ReadonlySet<string> = new Set();

/** The key and the cards. */
export function Charts({ groups }: { readonly groups: readonly ComparedGroup[] }) {
  const by = useComparison((state) => state.panels);
  const without = useComparison((state) => state.without);
  const [emphasis, setEmphasis] = useState<string | null>(null);
  const panels = useMemo(() => panelsOf(groups, by), [groups, by]);
  const drawn = useMemo(
    () => panels.map((panel) => ({ ...panel, groups: panel.groups.filter(({ hidden }) => !hidden).slice(0, mostLines) })),
    [panels],
  );
  const looks = [...new Map(groups.map(({ key, label, color, dash }): [string, Look] => [key, { key, label, color, dash }])).values()];
  const hidden = new Set(groups.filter((group) => group.hidden).map(({ key }) => key));
  const onHidden = (next: ReadonlySet<string>) => {
    const { setLook } = useComparison.getState();
    for (const group of groups) if (next.has(group.key) !== group.hidden) setLook(group.id, { hidden: next.has(group.key) });
  };
  const kinds = useMemo(() => kindsWithData(groups), [groups]);
  const cut = panels.some((panel) => panel.groups.filter((group) => !group.hidden).length > mostLines);
  return (
    <section className={styles.charts} aria-label="Charts">
      <div className={styles.key}>
        <LegendList looks={looks} label="Settings in the charts" hidden={hidden} onHidden={onHidden} onEmphasis={setEmphasis} />
        <fieldset className={styles.kinds} aria-label="Charts that are shown">
          {kinds.map(({ metric, title }) => (
            <button
              key={metric}
              type="button"
              aria-pressed={!without.includes(metric)}
              onClick={() =>
                useComparison.getState().set({
                  without: without.includes(metric) ? without.filter((other) => other !== metric) : [...without, metric],
                })
              }
            >
              {title}
            </button>
          ))}
        </fieldset>
      </div>
      {cut && (
        <p className={styles.note}>
          Each panel draws the first {mostLines} settings; the tables below have all. Hide some to see the others.
        </p>
      )}
      {panels.length === 1 && <p className={styles.panelTitle}>{panels[0]?.title}</p>}
      <div
        className={styles.grid}
        data-many={panels.length > 1 || undefined}
        style={{ '--columns': Math.min(3, panels.length) } as CSSProperties}
      >
        {kinds
          .filter(({ metric }) => !without.includes(metric))
          .map((kind) => (
            <Row key={kind.metric} kind={kind} panels={drawn} emphasis={emphasis} />
          ))}
      </div>
    </section>
  );
}

interface RowProps {
  readonly kind: ChartKind;
  readonly panels: readonly Panel[];
  readonly emphasis: string | null;
}

/** A number in all panels that have it. */
function Row({ kind, panels, emphasis }: RowProps) {
  const axis = useComparison((state) => state.axis);
  const seeds = useComparison((state) => state.seeds);
  const scale = useComparison((state) => state.yScales[kind.metric] ?? kind.yScale);
  const rows = useMemo(
    () =>
      panels
        .map((panel) => ({ panel, lines: linesOf(panel.groups, kind.metric, axis, seeds) }))
        .filter(({ panel, lines }) => lines.length > 0 || (kind.metric === 'trainLoss' && panel.groups.length === 0)),
    [panels, kind.metric, axis, seeds],
  );
  if (rows.length === 0) return null;
  const many = panels.length > 1;
  // The row says the number already: where a name is cut short, nothing is lost.
  const title = (panel: Panel) => (many ? `${panel.title} · ${kind.title}` : kind.title);
  const cards = rows.map(({ panel, lines }) => (
    <div key={panel.key} className={styles.place}>
      <BandCard
        title={title(panel)}
        help={kind.help}
        lines={lines}
        legend={false}
        hidden={none}
        height={many ? 190 : 240}
        emptyText="All its settings are hidden."
        options={{
          xTitle: axisTitles[axis],
          yTitle: kind.yTitle,
          yScale: scale,
          yFormat: kind.yFormat,
          floor: kind.metric === 'trainLoss' ? panel.floor : null,
          band: seeds === 'together' ? 'range' : 'none',
          emphasis,
        }}
        controls={kind.scales && !many ? <Scale kind={kind} value={scale} /> : undefined}
      />
    </div>
  ));
  if (!many) return cards;
  return (
    <section className={styles.row} aria-label={kind.title}>
      <div className={styles.rowHead}>
        <h3>{kind.title}</h3>
        {kind.scales && <Scale kind={kind} value={scale} />}
      </div>
      <div className={styles.multiples}>{cards}</div>
    </section>
  );
}

function Scale({ kind, value }: { readonly kind: ChartKind; readonly value: 'log' | 'linear' }) {
  return (
    <TextSwitch
      label={`${kind.title}: y axis`}
      value={value}
      choices={scales}
      onChange={(next) => {
        const { yScales, set } = useComparison.getState();
        set({ yScales: { ...yScales, [kind.metric]: next } });
      }}
    />
  );
}
