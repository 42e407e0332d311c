/** What differs from the paper in what was run here, or would be, panel by panel; panels of which the same is said share a line. */
import type { PanelVariant, PaperFigure } from '../../paper/definition';
import type { FigureEntries } from './panel-states';
import styles from './told.module.css';
import type { FigureChoices } from './use-figure';
import { plannedSeeds } from './variants';

interface ScaledDownProps {
  readonly figure: PaperFigure;
  readonly newest: FigureEntries;
  readonly choices: FigureChoices;
}

const dataTexts: Readonly<Record<PanelVariant['data'], string>> = {
  published: 'the paper’s data',
  part: 'a part of the paper’s data',
  'made-up': 'made-up data, not the paper’s',
};

interface Said {
  readonly panels: string[];
  readonly variant: PanelVariant;
  /** Seeds that it was run with, where those are not what the definition says. */
  readonly seeds: string;
}

/** The variants that count, each with the panels that it is said of. */
function saidOf({ figure, newest, choices }: ScaledDownProps): Said[] {
  const said = new Map<string, Said>();
  for (const panel of figure.panels) {
    const entry = newest.get(panel.id);
    const origin = entry?.origin;
    const run = origin?.kind === 'figure' ? panel.variants.find(({ id }) => id === origin.variant) : undefined;
    const variant = run ?? choices.panels.get(panel.id)?.chosen?.variant;
    if (!variant) continue;
    const count = entry?.sweep.seeds.length ?? 0;
    const seeds = count > 0 && count !== plannedSeeds(panel) ? `Run with ${count === 1 ? 'one seed' : `${count} seeds`}.` : '';
    const text = `${variant.data} ${variant.scaledDown} ${variant.how} ${seeds}`;
    const known = said.get(text);
    if (known) known.panels.push(panel.title);
    else said.set(text, { panels: [panel.title], variant, seeds });
  }
  return [...said.values()];
}

/** The list. */
export function ScaledDown(props: ScaledDownProps) {
  const said = saidOf(props);
  if (said.length === 0) return null;
  const all = said.length === 1 && said[0]?.panels.length === props.figure.panels.length;
  return (
    <section className={styles.scaled} aria-label={`What differs from the paper in ${props.figure.number}`}>
      <h4>What differs from the paper</h4>
      <dl>
        {said.map(({ panels, variant, seeds }) => (
          <div key={panels[0]}>
            <dt>
              {all ? 'All panels' : panels.join(', ')}
              <span data-kind={variant.data}>{dataTexts[variant.data]}</span>
            </dt>
            <dd>{[variant.scaledDown, variant.how, seeds].filter(Boolean).join(' ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
