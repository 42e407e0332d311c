/** One optimizer, drawn entirely from its description: folded, the one number to tune; opened, everything there is to it. */
import { IconChevronRight, IconCopy, IconX } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { type Field, isVisible } from '../../../fields/field';
import { optimizerOf } from '../../../optimizers/registry';
import { useExperiment } from '../../../state/experiment';
import { type Address, addressText, type OptimizerEntry, type Refusal } from '../../../state/experiment-fields';
import { appearanceOf } from '../../../state/palette';
import { FieldControl } from '../fields/FieldControl';
import type { FieldLayout } from '../fields/FieldFrame';
import { Swatch } from '../Swatch';
import { OptimizerAbout } from './OptimizerAbout';
import styles from './rail.module.css';

export interface OptimizerCardProps {
  readonly entry: OptimizerEntry;
  readonly refused: Readonly<Record<string, Refusal>>;
  /** Tells cards of the same optimizer apart. */
  readonly label: string;
}

/** The card. Draws again only when its own entry changes, not while a neighbour's slider moves. */
export const OptimizerCard = memo(function OptimizerCard({ entry, refused, label }: OptimizerCardProps) {
  const [opened, setOpened] = useState(false);
  const { setValue, resetValue, duplicateOptimizer, removeOptimizer } = useExperiment.getState();
  const definition = optimizerOf(entry.id);
  const shown = definition.fields.filter((field) => isVisible(field, entry.hyperparameters));
  const main = shown.find((field) => field.key === definition.mainField);
  const plain = shown.filter((field) => field !== main && !field.advanced);
  const advanced = shown.filter((field) => field !== main && field.advanced);
  const addressOf = (field: Field): Address => ({ part: 'optimizer', key: entry.key, field: field.key });
  const isChanged = (field: Field) => entry.hyperparameters[field.key] !== entry.base[field.key] || refused[addressText(addressOf(field))];
  const changedInside = [...plain, ...advanced].filter(isChanged).length;
  const invalidInside = [...plain, ...advanced].some((field) => refused[addressText(addressOf(field))]);
  const control = (field: Field, layout: FieldLayout) => {
    const address = addressOf(field);
    return (
      <FieldControl
        key={field.key}
        field={field}
        layout={layout}
        value={entry.hyperparameters[field.key] ?? null}
        defaultValue={entry.base[field.key] ?? null}
        refusal={refused[addressText(address)]}
        onChange={(value, text) => setValue(address, value, text)}
        onReset={() => resetValue(address)}
      />
    );
  };
  return (
    <li className={styles.card} aria-label={label}>
      <div className={styles.cardHead}>
        <button type="button" className={styles.cardName} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <IconChevronRight className={styles.chevron} size={15} stroke={1.8} aria-hidden="true" />
          <Swatch {...appearanceOf(entry.id, entry.slot)} />
          <span className={styles.cardLabel}>{label}</span>
          {!opened && changedInside > 0 && (
            <span className={styles.changed} data-invalid={invalidInside || undefined}>
              {invalidInside ? 'not valid' : `${changedInside} changed`}
            </span>
          )}
        </button>
        <button
          type="button"
          className={styles.icon}
          aria-label={`Duplicate ${label}`}
          title="Duplicate"
          onClick={() => duplicateOptimizer(entry.key)}
        >
          <IconCopy size={15} stroke={1.7} aria-hidden="true" />
        </button>
        <button
          type="button"
          className={styles.icon}
          aria-label={`Remove ${label}`}
          title="Remove"
          onClick={() => removeOptimizer(entry.key)}
        >
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </div>
      {main && control(main, opened ? 'full' : 'compact')}
      {opened && (
        <div className={styles.fold}>
          {plain.map((field) => control(field, 'full'))}
          {advanced.length > 0 && (
            <details className={styles.details} open={advanced.some(isChanged) || undefined}>
              <summary>Advanced</summary>
              <div className={styles.fold}>{advanced.map((field) => control(field, 'full'))}</div>
            </details>
          )}
          <OptimizerAbout definition={definition} />
        </div>
      )}
    </li>
  );
});
