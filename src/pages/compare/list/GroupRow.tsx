/** A setting of an experiment: picked as a whole or seed by seed, with what it came to. */
import { memo, useState } from 'react';
import { groupMetric } from '../../../results/groups';
import type { RunResult } from '../../../results/result';
import { useComparison } from '../../../state/comparison';
import { measuredText, shareText } from '../../../state/number-text';
import type { PastGroup } from '../../../state/past-experiments';
import type { ComparedGroup } from '../model/compared';
import { anyFailed, counted, statusText } from '../model/texts';
import { Box } from './Box';
import { LookMenu } from './LookMenu';
import styles from './list.module.css';
import { RenameField } from './RenameField';

interface GroupRowProps {
  readonly group: PastGroup;
  readonly experimentName: string;
  readonly picked: ReadonlySet<string>;
  /** As it is compared; null while none of its runs is picked. */
  readonly compared: ComparedGroup | null;
  readonly onPick: (runs: readonly string[], picked: boolean) => void;
}

const noLook = {};

export const GroupRow = memo(function GroupRow({ group, experimentName, picked, compared, onPick }: GroupRowProps) {
  const own = useComparison((state) => state.looks[group.id] ?? noLook) as { readonly name?: string; readonly color?: string };
  const [opened, setOpened] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const name = own.name || group.label;
  const ids = group.runs.map(({ id }) => id);
  const count = ids.filter((id) => picked.has(id)).length;
  const runs = group.runs.map(({ run }) => run);
  const failed = anyFailed(runs);
  return (
    <li className={styles.group} data-picked={count > 0 || undefined}>
      <div className={styles.groupLine}>
        <Box label={`Compare ${name} of ${experimentName}`} picked={count} total={ids.length} onChange={(value) => onPick(ids, value)} />
        {compared ? (
          <LookMenu label={name} group={compared} own={own} onRename={() => setRenaming(true)} onLeaveOut={() => onPick(ids, false)} />
        ) : (
          <span className={styles.noLook} />
        )}
        {renaming ? (
          <RenameField
            label={`Name of ${name}`}
            name={name}
            onEnd={(value) => {
              setRenaming(false);
              if (value !== null && value.trim() !== name) useComparison.getState().setLook(group.id, { name: value.trim().slice(0, 80) });
            }}
          />
        ) : (
          <span className={styles.groupName} data-hidden={compared?.hidden || undefined}>
            {name}
          </span>
        )}
        <Numbers runs={runs} />
      </div>
      <div className={styles.groupMore}>
        {runs.length > 1 ? (
          <button type="button" className={styles.seeds} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {opened ? 'Hide the' : ''} {counted(runs.length, 'seed')}
            <span className="visually-hidden"> of {name}</span>
          </button>
        ) : (
          <span>seed {runs[0]?.seed}</span>
        )}
        <span data-failed={failed || undefined}>{statusText(runs)}</span>
        {compared?.hidden && <span>hidden in the charts</span>}
      </div>
      {opened && (
        <ul className={styles.runs} aria-label={`Seeds of ${name}`}>
          {group.runs.map(({ id, run }) => (
            <li key={id} className={styles.groupLine}>
              <Box
                label={`Compare seed ${run.seed} of ${name}`}
                picked={picked.has(id) ? 1 : 0}
                total={1}
                onChange={(value) => onPick([id], value)}
              />
              <span className={styles.groupName}>seed {run.seed}</span>
              <span className={styles.status} data-failed={anyFailed([run]) || undefined} title={run.message ?? undefined}>
                {run.status}
              </span>
              <Numbers runs={[run]} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
});

function Numbers({ runs }: { readonly runs: readonly RunResult[] }) {
  const loss = groupMetric({ runs }, 'trainLoss');
  const accuracy = groupMetric({ runs }, 'validationAccuracy');
  return (
    <span className={styles.numbers}>
      {accuracy && <span title="Validation accuracy after the last epoch, mean over the seeds">{shareText(accuracy.mean)}</span>}
      <span title="Training loss after the last epoch, mean over the seeds">{measuredText(loss?.mean)}</span>
    </span>
  );
}
