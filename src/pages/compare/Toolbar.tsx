/** How everything is shown, and the buttons that take it elsewhere. */
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { ReportButtons } from '../../report/ReportButtons';
import { type CurveAxis, curveAxes } from '../../results/groups';
import { type PanelMode, type Picks, type SeedMode, useComparison } from '../../state/comparison';
import styles from './compare.module.css';
import type { ComparedGroup } from './model/compared';
import { pickedResults } from './model/picked-results';

interface ToolbarProps {
  readonly groups: readonly ComparedGroup[];
  readonly picks: Picks;
}

export function Toolbar({ groups, picks }: ToolbarProps) {
  const axis = useComparison((state) => state.axis);
  const panels = useComparison((state) => state.panels);
  const seeds = useComparison((state) => state.seeds);
  const { set } = useComparison.getState();
  return (
    <div className={styles.toolbar}>
      <NativeSelect
        size="xs"
        aria-label="x axis of the charts"
        value={axis}
        data={curveAxes.map((value) => ({ value, label: `x: ${value}` }))}
        onChange={(event) => set({ axis: event.currentTarget.value as CurveAxis })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Panels"
        value={panels}
        data={[
          { value: 'task', label: 'a panel a task' },
          { value: 'method', label: 'a method' },
        ]}
        onChange={(value) => set({ panels: value as PanelMode })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Seeds"
        value={seeds}
        data={[
          { value: 'together', label: 'seeds: mean, range' },
          { value: 'single', label: 'single' },
        ]}
        onChange={(value) => set({ seeds: value as SeedMode })}
      />
      <ReportButtons name="Comparison" results={() => pickedResults(groups, picks)} disabled={groups.length === 0} />
    </div>
  );
}
