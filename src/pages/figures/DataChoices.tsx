/** What each panel of a figure runs on: what is here can be chosen, what is not says what to do. */
import { useId, useRef } from 'react';
import { catalogEntry } from '../../datasets/catalog';
import type { PaperFigure, PaperPanel } from '../../paper/definition';
import { useData } from '../../state/data';
import { useFiles } from '../../state/files';
import { goTo } from '../../state/place';
import { openFiles } from '../../state/session';
import styles from './figures.module.css';
import type { FigureChoices, PanelChoice } from './use-figure';

interface DataChoicesProps {
  readonly figure: PaperFigure;
  readonly choices: FigureChoices;
  readonly disabled: boolean;
}

/** A line a panel that has something to choose; nothing where none has. */
export function DataChoices({ figure, choices, disabled }: DataChoicesProps) {
  const panels = figure.panels.filter(({ variants }) => variants.length > 1);
  if (panels.length === 0) return null;
  return (
    <ul className={styles.dataList} aria-label={`Data of ${figure.number}`}>
      {panels.map((panel) => {
        const choice = choices.panels.get(panel.id);
        return (
          choice && (
            <DataLine
              key={panel.id}
              panel={panel}
              choice={choice}
              disabled={disabled}
              onChoose={(variant) => choices.setVariant(panel.id, variant)}
            />
          )
        );
      })}
    </ul>
  );
}

interface DataLineProps {
  readonly panel: PaperPanel;
  readonly choice: PanelChoice;
  readonly disabled: boolean;
  readonly onChoose: (variant: string) => void;
}

function DataLine({ panel, choice, disabled, onChoose }: DataLineProps) {
  const id = useId();
  const missing = choice.choices.filter(({ ready }) => !ready);
  return (
    <li className={styles.dataLine}>
      <label htmlFor={id}>{panel.title}</label>
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
      {missing[0] && <Missing needs={missing[0].variant.needs} name={missing[0].variant.name} panel={panel.title} />}
    </li>
  );
}

type Needs = PaperPanel['variants'][number]['needs'];

/** How what a variant needs can be brought. */
function Missing({ needs, name, panel }: { readonly needs: Needs; readonly name: string; readonly panel: string }) {
  const input = useRef<HTMLInputElement>(null);
  const reading = useFiles((state) => state.reading);
  if (needs.kind === 'nothing') return null;
  if (needs.kind === 'set') {
    return (
      <span className={styles.missing}>
        For {name}:{' '}
        <button
          type="button"
          className={styles.link}
          onClick={() => {
            goTo('playground');
            useData.getState().openPanel(needs.set);
          }}
        >
          Data… on the playground
          <span className="visually-hidden"> ({catalogEntry(needs.set).name})</span>
        </button>
      </span>
    );
  }
  return (
    <span className={styles.missing}>
      For {name}: a LIBSVM file named “{needs.names[0]}”{' '}
      <button type="button" className={styles.link} disabled={reading.length > 0} onClick={() => input.current?.click()}>
        {reading[0] ? `Reading ${reading[0]}…` : 'Open file…'}
      </button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        aria-label={`Open the file for ${panel}`}
        tabIndex={-1}
        onChange={(event) => {
          const list = [...(event.currentTarget.files ?? [])];
          // Emptied, so that the same file can be opened again after it was changed.
          event.currentTarget.value = '';
          void openFiles(list, false);
        }}
      />
    </span>
  );
}
