/** What each panel of a figure runs on: what is here can be chosen, what is not says what to do. */
import { useId } from 'react';
import type { PaperFigure, PaperPanel } from '../../paper/definition';
import { Missing } from './Missing';
import runStyles from './run.module.css';
import type { FigureChoices, PanelChoice } from './use-figure';

interface DataChoicesProps {
  readonly figure: PaperFigure;
  readonly choices: FigureChoices;
  readonly disabled: boolean;
}

/** The panels that have something to choose; those that offer the same share a line. */
function linesOf(figure: PaperFigure): { readonly title: string; readonly panels: readonly PaperPanel[] }[] {
  const panels = figure.panels.filter(({ variants }) => variants.length > 1);
  const offers = new Set(panels.map(({ variants }) => variants.map(({ id, name }) => `${id} ${name}`).join()));
  if (panels.length > 1 && offers.size === 1) return [{ title: 'All panels', panels }];
  return panels.map((panel) => ({ title: panel.title, panels: [panel] }));
}

/** A line a panel that has something to choose; nothing where none has. */
export function DataChoices({ figure, choices, disabled }: DataChoicesProps) {
  const lines = linesOf(figure);
  if (lines.length === 0) return null;
  return (
    <ul className={runStyles.dataList} aria-label={`What ${figure.number} runs on`}>
      {lines.map(({ title, panels }) => {
        const [first] = panels as readonly [PaperPanel];
        const choice = choices.panels.get(first.id);
        return (
          choice && (
            <DataLine
              key={first.id}
              title={title}
              choice={choice}
              disabled={disabled}
              onChoose={(variant) => {
                for (const { id } of panels) choices.setVariant(id, variant);
              }}
            />
          )
        );
      })}
    </ul>
  );
}

interface DataLineProps {
  readonly title: string;
  readonly choice: PanelChoice;
  readonly disabled: boolean;
  readonly onChoose: (variant: string) => void;
}

function DataLine({ title, choice, disabled, onChoose }: DataLineProps) {
  const id = useId();
  const missing = choice.choices.filter(({ ready }) => !ready);
  return (
    <li className={runStyles.dataLine}>
      <label htmlFor={id}>{title}</label>
      <select
        id={id}
        value={choice.chosen?.variant.id ?? ''}
        disabled={disabled || choice.choices.length - missing.length < 2}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {choice.chosen === null && <option value="">nothing that can be run</option>}
        {choice.choices.map(({ variant, ready }) => (
          <option key={variant.id} value={variant.id} disabled={!ready}>
            {variant.name}
            {ready ? '' : ' (not here)'}
          </option>
        ))}
      </select>
      {missing[0] && <Missing variant={missing[0].variant} panel={title} />}
    </li>
  );
}
