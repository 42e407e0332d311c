/** In which settings the compared runs differ; those that are equal everywhere are folded away. */
import { useMemo } from 'react';
import { Swatch } from '../../../charts/Swatch';
import { useComparison } from '../../../state/comparison';
import type { ComparedGroup } from '../model/compared';
import { type SettingPart, settingRows } from '../model/settings-rows';
import styles from './tables.module.css';

const partNames: Readonly<Record<SettingPart, string>> = { task: 'Task', protocol: 'Protocol', method: 'Method' };

/** Columns that are drawn. */
const mostColumns = 40;

export function SettingsTable({ groups }: { readonly groups: readonly ComparedGroup[] }) {
  const showEqual = useComparison((state) => state.showEqual);
  const shown = groups.slice(0, mostColumns);
  const rows = useMemo(() => settingRows(groups.slice(0, mostColumns)), [groups]);
  const equal = rows.filter(({ differs }) => !differs).length;
  const listed = showEqual ? rows : rows.filter(({ differs }) => differs);
  const experiments = new Set(groups.map(({ experiment }) => experiment.id)).size;
  return (
    <section className={styles.part} aria-labelledby="compare-settings">
      <div className={styles.head}>
        <h3 id="compare-settings">{showEqual ? 'Settings' : 'Settings that differ'}</h3>
        <p>
          {rows.length - equal} differ; {equal} more are equal, or only one method has them.
          {groups.length > mostColumns && ` The first ${mostColumns} of ${groups.length} are shown.`}
        </p>
        <label className={styles.switch}>
          <input
            type="checkbox"
            checked={showEqual}
            onChange={(event) => useComparison.getState().set({ showEqual: event.currentTarget.checked })}
          />
          show all
        </label>
      </div>
      {listed.length === 0 ? (
        <p className={styles.none}>
          {groups.length === 1 ? 'One setting is picked: pick another to see where they differ.' : 'All settings are equal.'}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard
        <section className={styles.scroll} aria-label="Settings table" tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">setting</th>
                {shown.map(({ id, label, color, dash, experiment }) => (
                  <th key={id} scope="col">
                    <span className={styles.name}>
                      <Swatch color={color} dash={dash} />
                      {label}
                    </span>
                    {experiments > 1 && <small>{experiment.name}</small>}
                  </th>
                ))}
              </tr>
            </thead>
            {(['task', 'protocol', 'method'] as const).map((part) => {
              const own = listed.filter((row) => row.part === part);
              if (own.length === 0) return null;
              return (
                <tbody key={part}>
                  <tr className={styles.section}>
                    <th scope="rowgroup" colSpan={shown.length + 1}>
                      {partNames[part]}
                    </th>
                  </tr>
                  {own.map((row) => (
                    <tr key={row.key} data-differs={row.differs || undefined}>
                      <th scope="row">
                        {row.label}
                        {row.symbol && <i>{row.symbol}</i>}
                      </th>
                      {row.values.map((value, at) => (
                        <td key={shown[at]?.id} data-none={value === null || undefined}>
                          {value ?? '–'}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              );
            })}
          </table>
        </section>
      )}
    </section>
  );
}
