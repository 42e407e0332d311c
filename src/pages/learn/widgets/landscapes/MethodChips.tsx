/** Who races: a chip for each method, pressed while it is shown. */
import { optimizerIds } from '../../../../optimizers/definition';
import styles from './landscapes.module.css';
import { Swatch } from './Swatch';
import { firstShown, methods, type RaceState } from './use-race';

/** The chips. */
export function MethodChips({ state }: { readonly state: RaceState }) {
  const { shown, toggle, show } = state;
  const all = shown.length === optimizerIds.length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own layout
    <div className={styles.chips} role="group" aria-label="Methods that race">
      {methods.map(({ id, name, look }) => (
        <button key={id} type="button" aria-pressed={shown.includes(id)} onClick={() => toggle(id)}>
          <Swatch look={look} />
          {name}
        </button>
      ))}
      <button type="button" className={styles.all} onClick={() => show(all ? firstShown : optimizerIds)}>
        {all ? 'Only a few' : `All ${optimizerIds.length}`}
      </button>
    </div>
  );
}
