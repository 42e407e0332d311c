/** What an opened experiment brought and the rail has no field for: it counts, so it is said, and can be left out. */
import { useExperiment } from '../../../state/experiment';
import type { Edit } from '../../../state/experiment-fields';
import styles from './rail.module.css';

const lossTexts = { auto: '', always: 'the full training loss is computed every epoch', never: 'the full training loss is not computed' };

/** The note; nothing where the experiment was made here. */
export function OpenedSettings({ edit }: { readonly edit: Edit }) {
  const drop = useExperiment((state) => state.dropOpenedSettings);
  const parts = [edit.seedList ? `seeds ${edit.seedList.join(', ')}` : '', lossTexts[edit.fullTrainLoss]].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <div className={styles.memory}>
      <p>As it was opened: {parts.join('; ')}.</p>
      <button type="button" className={styles.link} onClick={drop}>
        As usual instead
      </button>
    </div>
  );
}
