/** Colour, name and visibility of a setting: behind the swatch in front of its name. */
import { Menu } from '@mantine/core';
import { IconCheck, IconEye, IconEyeOff, IconPencil, IconRestore, IconX } from '@tabler/icons-react';
import { type OwnLook, useComparison } from '../../../state/comparison';
import { slotCount } from '../../../state/palette';
import type { ComparedGroup } from '../model/compared';
import styles from './list.module.css';

/** The run colours of `palette.ts`, by what both schemes have in common. */
const colors = [
  { color: '--run-accent', name: 'orange' },
  ...['blue', 'green', 'magenta', 'light blue', 'dark yellow', 'grey'].slice(0, slotCount).map((name, slot) => ({
    color: `--run-${slot}`,
    name,
  })),
];

interface LookMenuProps {
  readonly label: string;
  readonly group: ComparedGroup;
  readonly own: OwnLook;
  readonly onRename: () => void;
  readonly onLeaveOut: () => void;
}

export function LookMenu({ label, group, own, onRename, onLeaveOut }: LookMenuProps) {
  const { setLook, clearLook } = useComparison.getState();
  return (
    <Menu position="bottom-start" width={220} shadow="md" withinPortal transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className={styles.look} aria-label={`${label}: colour, name, hide`} data-hidden={group.hidden || undefined}>
          <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true" focusable="false">
            <path
              d="M1 6H21"
              stroke={group.color}
              strokeWidth="3"
              strokeDasharray={group.dash ?? undefined}
              strokeLinecap={group.dash ? 'butt' : 'round'}
            />
          </svg>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colour</Menu.Label>
        <div className={styles.colors}>
          {colors.map(({ color, name }) => {
            const chosen = group.color === `var(${color})`;
            return (
              <Menu.Item
                key={color}
                className={styles.color}
                aria-label={`${name}${chosen ? ', chosen' : ''}`}
                title={name}
                onClick={() => setLook(group.id, { color })}
              >
                <span className={styles.dot} style={{ background: `var(${color})` }}>
                  {chosen && <IconCheck size={14} stroke={3} color="var(--panel)" aria-hidden="true" />}
                </span>
              </Menu.Item>
            );
          })}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconPencil size={15} stroke={1.7} aria-hidden="true" />} onClick={onRename}>
          Rename…
        </Menu.Item>
        <Menu.Item
          leftSection={
            group.hidden ? <IconEye size={15} stroke={1.7} aria-hidden="true" /> : <IconEyeOff size={15} stroke={1.7} aria-hidden="true" />
          }
          onClick={() => setLook(group.id, { hidden: !group.hidden })}
        >
          {group.hidden ? 'Show in the charts' : 'Hide in the charts'}
        </Menu.Item>
        <Menu.Item leftSection={<IconX size={15} stroke={1.7} aria-hidden="true" />} onClick={onLeaveOut}>
          Leave out of the comparison
        </Menu.Item>
        {(own.color || own.name) && (
          <Menu.Item leftSection={<IconRestore size={15} stroke={1.7} aria-hidden="true" />} onClick={() => clearLook(group.id)}>
            Colour and name as they were
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
