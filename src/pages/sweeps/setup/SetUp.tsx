/** Setting up a sweep: where it comes from, task, methods with their lists, how the best is chosen, and the way into the queue. */
import { IconPlayerPlay } from '@tabler/icons-react';
import { useId, useMemo, useRef } from 'react';
import { selectionMetrics } from '../../../results/result';
import type { Sweep } from '../../../results/sweep';
import { looksOf } from '../../../state/looks';
import { sessionResult } from '../../../state/session-result';
import { addSweeps } from '../../../state/sweeps/actions';
import { resultOfSweep } from '../../../state/sweeps/entry';
import { useSweeps } from '../../../state/sweeps/store';
import { timeLeftText } from '../../../training/time-left';
import { methodLabels } from '../method-labels';
import { selectionNames } from '../texts';
import { AddMethodMenu } from './AddMethodMenu';
import { checked, type Draft, draftOf, nameFor, sizeText } from './draft';
import { secondsEstimate } from './estimate';
import { MethodCard } from './MethodCard';
import { Select, TextRow } from './OptionField';
import styles from './setup.module.css';
import { openSweepFile, saveSweepFile, takeFromPlayground } from './sources';
import { type SweepEdit, withPaperGrid, withPart } from './sweep-edit';
import { TaskPart } from './TaskPart';
import { useSweepEdit } from './use-sweep-edit';

/** The form. @param onAdded is told the id of a sweep that went into the queue */
export function SetUp({ onAdded }: { readonly onAdded: (id: string) => void }) {
  const edit = useSweepEdit((state) => state.edit);
  const change = useSweepEdit((state) => state.change);
  const draft = useMemo(() => draftOf(edit), [edit]);
  const names = useSweeps((state) => state.entries.map(({ name }) => name).join('\n'));
  const name = nameFor(edit, names.split('\n'));
  return (
    <form className={styles.form} aria-label="Set up a sweep" onSubmit={(event) => event.preventDefault()}>
      <header className={styles.head}>
        <h2>Set up a sweep</h2>
        <Sources />
      </header>
      <TaskPart edit={edit} problems={draft.problems} />
      <Methods edit={edit} draft={draft} />
      <div className={styles.wide}>
        <Select
          label="best setting by"
          help="By what the best setting of a method is chosen."
          problem={undefined}
          value={edit.select}
          choices={(['auto', ...selectionMetrics] as const).map((value) => ({ value, label: selectionNames[value] }))}
          onChange={(value) => change((before) => withPart(before, { select: value as Sweep['select'] }))}
        />
        <TextRow
          label="name"
          help="What the sweep is called in the queue."
          value={edit.name}
          placeholder={name}
          problem={undefined}
          onChange={(text) => change((before) => withPart(before, { name: text }))}
        />
      </div>
      <Foot edit={edit} draft={draft} name={name} onAdded={onAdded} />
    </form>
  );
}

/** Where a sweep is taken from as a whole; and the way back. */
function Sources() {
  const { replace, undo } = useSweepEdit.getState();
  const before = useSweepEdit((state) => state.before);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className={styles.sources}>
        <button type="button" className={styles.button} onClick={takeFromPlayground}>
          Take over from the playground
        </button>
        <button
          type="button"
          className={styles.button}
          title="The paper’s methods: step sizes in powers of ten, weight decay where the task’s protocol has it"
          onClick={() => replace(withPaperGrid(useSweepEdit.getState().edit), 'the paper’s grid')}
        >
          The paper’s grid
        </button>
        <button type="button" className={styles.button} onClick={() => input.current?.click()}>
          Open sweep file…
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          className="visually-hidden"
          aria-label="Sweep file"
          tabIndex={-1}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) void openSweepFile(file);
          }}
        />
      </div>
      {before && (
        <p className={styles.note} role="status">
          The form was replaced by {before.by}.{' '}
          <button type="button" className={styles.link} onClick={undo}>
            Undo
          </button>
        </p>
      )}
    </>
  );
}

function Methods({ edit, draft }: { readonly edit: SweepEdit; readonly draft: Draft }) {
  const labels = methodLabels(draft.methods);
  const looks = looksOf(edit.methods);
  /** What is wrong in a method, by hyperparameter. */
  const problemsOf = (key: string) => {
    const prefix = `method.${key}.`;
    const own = Object.entries(draft.problems).filter(([address]) => address.startsWith(prefix));
    return JSON.stringify(Object.fromEntries(own.map(([address, text]) => [address.slice(prefix.length), text])));
  };
  return (
    <section className={styles.part} aria-labelledby="sweep-methods">
      <header className={styles.partHead}>
        <h3 id="sweep-methods">Methods</h3>
        <AddMethodMenu />
      </header>
      <p className={styles.note}>Every combination of a method’s values is a setting. Press values, or type a list.</p>
      {edit.methods.length === 0 && <p className={styles.empty}>No methods yet: add one, or take the paper’s grid.</p>}
      <ul className={styles.methods}>
        {edit.methods.map((method, index) => (
          <MethodCard
            key={method.key}
            method={method}
            taskId={edit.taskId}
            label={labels[index] ?? method.id}
            look={looks[index] ?? { color: 'var(--ink)', dash: null }}
            settings={draft.settings[method.key] ?? 0}
            problems={problemsOf(method.key)}
          />
        ))}
      </ul>
    </section>
  );
}

interface FootProps {
  readonly edit: SweepEdit;
  readonly draft: Draft;
  readonly name: string;
  readonly onAdded: (id: string) => void;
}

/** How many runs it will be, about how long, and what can be done with it. */
function Foot({ edit, draft, name, onAdded }: FootProps) {
  const id = useId();
  const said = useSweepEdit((state) => state.said);
  const say = useSweepEdit((state) => state.say);
  const estimate = useEstimate(draft.sweep);
  const wrong = Object.keys(draft.problems).length;
  const whole = draft.problems['all'] ?? draft.problems['methods'];
  /** The sweep, after the last check; says what is wrong with it else. */
  const final = (): Sweep | null => {
    if (!draft.sweep) {
      say('problem', whole ?? `${wrong === 1 ? 'One field is' : `${wrong} fields are`} not right yet: look for red above.`);
      return null;
    }
    const sweep = checked(draft.sweep, edit.methods);
    if ('task' in sweep) return sweep as Sweep;
    say('problem', Object.values(sweep).join(' '));
    return null;
  };
  const add = () => {
    const sweep = final();
    if (!sweep) return;
    const [added] = addSweeps([{ name, origin: { kind: 'custom' }, sweep }]);
    say('note', `“${name}” is in the queue.`);
    if (added !== undefined) onAdded(added);
  };
  const save = () => {
    const sweep = final();
    if (sweep) saveSweepFile(sweep, name);
  };
  return (
    <footer className={styles.foot}>
      <p className={styles.size} id={id}>
        <strong>{sizeText(draft)}</strong>
        <span>{estimate !== null && `about ${timeLeftText(estimate).replace(/^about /, '')} of training`}</span>
      </p>
      <div className={styles.actions}>
        <button type="button" className={styles.primary} aria-describedby={id} onClick={add}>
          <IconPlayerPlay size={16} stroke={2} aria-hidden="true" />
          Add to the queue
        </button>
        <button
          type="button"
          className={styles.button}
          title="The same file runs with npm run -s train -- --sweep FILE --out RESULT"
          onClick={save}
        >
          Save sweep file
        </button>
      </div>
      <p className={styles.said} role="status" data-kind={said?.kind ?? (whole ? 'problem' : undefined)}>
        {said?.text ?? whole}
      </p>
    </footer>
  );
}

/** Seconds of training, from sweeps and the playground's session; null while nothing tells. */
function useEstimate(sweep: Sweep | null): number | null {
  const entries = useSweeps((state) => state.entries);
  return useMemo(() => {
    if (!sweep) return null;
    const session = sessionResult();
    const results = entries.flatMap((entry) => (entry.sweep.task.id === sweep.task.id ? (resultOfSweep(entry) ?? []) : []));
    return secondsEstimate(sweep, session ? [...results, session] : results);
  }, [sweep, entries]);
}
