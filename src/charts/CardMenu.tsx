/** The menu at the right end of a card's title. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './charts.module.css';

interface CardMenuProps {
  readonly title: string;
  /** What is in the menu; told whether it is open, since what costs something is only asked for then. */
  readonly children: (opened: boolean) => ReactNode;
}

export function CardMenu({ title, children }: CardMenuProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      withinPortal={false}
      shadow="md"
      width={210}
      transitionProps={{ duration: 0 }}
      classNames={{ item: classes.menu as string }}
    >
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${title}: menu`}>
          <IconDotsVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children(opened)}</Menu.Dropdown>
    </Menu>
  );
}
