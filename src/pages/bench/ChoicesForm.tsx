/** What is to be measured. */
import { type CaseId, caseIds, caseNames, type EngineId, engineIds, engineNames } from '../../benchmark/catalog';
import type { Choices } from '../../benchmark/plan';
import styles from './bench.module.css';

interface ChoicesFormProps {
  readonly choices: Choices;
  readonly disabled: boolean;
  onChange(choices: Choices): void;
}

const roundChoices = [1, 3, 7, 15] as const;

/** Cases and engines as boxes to tick, methods and length as lists. */
export function ChoicesForm({ choices, disabled, onChange }: ChoicesFormProps) {
  return (
    <form className={styles.choices} aria-label="What is measured" onSubmit={(event) => event.preventDefault()}>
      <Boxes<CaseId>
        legend="Cases"
        all={caseIds}
        names={caseNames}
        chosen={choices.cases}
        disabled={disabled}
        onChange={(cases) => onChange({ ...choices, cases })}
      />
      <Boxes<EngineId>
        legend="Engines"
        all={engineIds}
        names={engineNames}
        chosen={choices.engines}
        disabled={disabled}
        onChange={(engines) => onChange({ ...choices, engines })}
      />
      <fieldset className={styles.boxes} disabled={disabled}>
        <legend>Length</legend>
        <label className={styles.list}>
          <span>Methods</span>
          <select
            value={choices.optimizers ? 'sgd' : 'all'}
            onChange={(event) => onChange({ ...choices, optimizers: event.currentTarget.value === 'sgd' ? ['sgd'] : null })}
          >
            <option value="all">SGD and others</option>
            <option value="sgd">SGD only</option>
          </select>
        </label>
        <label className={styles.list}>
          <span>Rounds</span>
          <select
            value={choices.rounds ?? ''}
            onChange={(event) => onChange({ ...choices, rounds: event.currentTarget.value ? Number(event.currentTarget.value) : null })}
          >
            <option value="">by case</option>
            {roundChoices.map((rounds) => (
              <option key={rounds} value={rounds}>
                {rounds}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
    </form>
  );
}

interface BoxesProps<Id extends string> {
  readonly legend: string;
  readonly all: readonly Id[];
  readonly names: Readonly<Record<Id, string>>;
  readonly chosen: readonly Id[];
  readonly disabled: boolean;
  onChange(chosen: readonly Id[]): void;
}

function Boxes<Id extends string>({ legend, all, names, chosen, disabled, onChange }: BoxesProps<Id>) {
  return (
    <fieldset className={styles.boxes} disabled={disabled}>
      <legend>{legend}</legend>
      {all.map((id) => (
        <label key={id} className={styles.box}>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            // In the catalogue's order, whatever the order of ticking.
            onChange={(event) => onChange(all.filter((other) => (other === id ? event.currentTarget.checked : chosen.includes(other))))}
          />
          {names[id]}
        </label>
      ))}
    </fieldset>
  );
}
