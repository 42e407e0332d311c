/** A choice between two or three words, set as text: "log · lin". */
import classes from './charts.module.css';

interface TextSwitchProps<T extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string; readonly help: string }[];
  readonly onChange: (value: T) => void;
}

export function TextSwitch<T extends string>({ label, value, choices, onChange }: TextSwitchProps<T>) {
  return (
    <fieldset className={classes.switch} aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          title={choice.help}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
