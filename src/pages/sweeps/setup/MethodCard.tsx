/** One method of the sweep: its step sizes and weight decays to press, the other hyperparameters behind "more". */
import { IconCopy, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { Swatch } from '../../../charts/Swatch';
import type { Field, FieldValue } from '../../../fields/field';
import { optimizerOf } from '../../../optimizers/registry';
import type { Appearance } from '../../../state/palette';
import { isShown } from './draft';
import { startingLists, stepSizeChoices, stepSizeFieldOf, weightDecayChoices } from './grids';
import { ListField } from './ListField';
import { listText } from './list-text';
import styles from './setup.module.css';
import { type MethodEdit, type SweepEdit, withCopy, withList, withoutMethod, withToggled } from './sweep-edit';
import { useSweepEdit } from './use-sweep-edit';

export interface MethodCardProps {
  readonly method: MethodEdit;
  readonly taskId: SweepEdit['taskId'];
  readonly label: string;
  readonly look: Appearance;
  readonly settings: number;
  /** What is wrong, by hyperparameter, as one text: the card draws again only when it changes. */
  readonly problems: string;
}

/** What can be pressed for a field. */
function choicesOf(field: Field, role: 'step' | 'decay' | 'other'): readonly FieldValue[] {
  if (field.kind === 'choice') return field.choices.map(({ value }) => value);
  if (field.kind === 'switch') return [true, false];
  if (field.kind !== 'number') return [];
  const absent = field.nullable === undefined ? [] : [null];
  const numbers = role === 'step' ? stepSizeChoices : role === 'decay' ? weightDecayChoices : [];
  return [...numbers, ...absent];
}

export const MethodCard = memo(function MethodCard({ method, taskId, label, look, settings, problems }: MethodCardProps) {
  const change = useSweepEdit((state) => state.change);
  const definition = optimizerOf(method.id);
  const found = JSON.parse(problems) as Readonly<Record<string, string>>;
  const shown = definition.fields.filter((field) => isShown(method, field));
  const step = stepSizeFieldOf(method.id);
  const decay = shown.find(({ key }) => key === 'weightDecay');
  const main = shown.filter((field) => field === step || field === decay);
  const others = shown.filter((field) => !main.includes(field));
  const base = startingLists(method.id, taskId);
  const changed = others.filter((field) => (method.lists[field.key] ?? '') !== listText(field, base[field.key] ?? [])).length;
  const list = (field: Field) => (
    <ListField
      key={field.key}
      field={field}
      method={label}
      text={method.lists[field.key] ?? ''}
      problem={found[field.key]}
      named={!main.includes(field)}
      choices={choicesOf(field, field === step ? 'step' : field === decay ? 'decay' : 'other')}
      onToggle={(value) => change((edit) => withToggled(edit, method.key, field.key, value))}
      onText={(text) => change((edit) => withList(edit, method.key, field.key, text))}
    />
  );
  return (
    <li className={styles.method} aria-label={label}>
      <div className={styles.methodHead}>
        <Swatch {...look} />
        <h4 title={definition.summary}>{label}</h4>
        <span className={styles.count}>{settings === 1 ? '1 setting' : `${settings} settings`}</span>
        <button
          type="button"
          className={styles.icon}
          aria-label={`Add ${label} once more`}
          title="Once more"
          onClick={() => change((edit) => withCopy(edit, method.key))}
        >
          <IconCopy size={15} stroke={1.7} aria-hidden="true" />
        </button>
        <button
          type="button"
          className={styles.icon}
          aria-label={`Remove ${label}`}
          title="Remove"
          onClick={() => change((edit) => withoutMethod(edit, method.key))}
        >
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </div>
      {main.map(list)}
      {others.length > 0 && (
        <details className={styles.details} open={others.some(({ key }) => found[key]) || undefined}>
          <summary>
            More<span className="visually-hidden"> of {label}</span>
            {changed > 0 && <span className={styles.changed}>{changed} changed</span>}
          </summary>
          <div className={styles.more}>{others.map(list)}</div>
        </details>
      )}
    </li>
  );
});
