/** Everything that can be done, by its name: type a few letters, choose with the arrow keys, press Enter. */
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/spotlight/styles.css';
import { Kbd, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { type Action, type ActionContext, actionGroups, performed } from '../../state/actions/action';
import { useContributed } from '../../state/actions/contributed';
import { actions } from '../../state/actions/registry';
import { openAbout } from '../about/about-store';
import styles from './palette.module.css';
import { useActionContext } from './use-action-context';

const [store, spotlight] = createSpotlight();

/** What belongs to the page itself and not to what it does. */
function useOwnActions(): readonly Action[] {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return [
    {
      id: 'colours',
      group: 'This page',
      help: 'Light and dark',
      words: 'theme mode night day color scheme',
      label: () => `Switch to ${other} colours`,
      perform: () => setColorScheme(other),
    },
    {
      id: 'about',
      group: 'This page',
      help: 'Version, paper, licences of what it is made of',
      words: 'license credits version help',
      label: () => 'About this page …',
      perform: openAbout,
    },
  ];
}

interface Found {
  readonly action: Action;
  /** 0: its name begins with what is typed, 1: its name has it, 2: it is found by other words. */
  readonly rank: number;
}

/** The actions that fit what is typed, group by group: all words occur in their names, help or other words; the best first. */
function found(all: readonly Action[], context: ActionContext, typed: string) {
  const query = typed.trim().toLowerCase();
  const words = query.split(/\s+/);
  const fitting = all.flatMap((action): Found[] => {
    if (action.enabled?.(context) === false) return [];
    const name = action.label(context).toLowerCase();
    const text = `${name} ${action.help} ${action.words ?? ''}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    return [{ action, rank: name.startsWith(query) ? 0 : name.includes(query) ? 1 : 2 }];
  });
  return actionGroups
    .map((group) => ({
      group,
      entries: fitting.filter(({ action }) => action.group === group).sort((a, b) => a.rank - b.rank),
    }))
    .filter(({ entries }) => entries.length > 0)
    .sort((a, b) => a.entries[0]!.rank - b.entries[0]!.rank);
}

/** Passed on to the scroll area, though the list's own type does not say so: by Tab it can be scrolled. */
const scrolled = { viewportProps: { tabIndex: 0, role: 'group', 'aria-label': 'Commands that fit' } } as object;

/** @param asked how often it was asked for: opens with each */
export function CommandPalette({ asked }: { readonly asked: number }) {
  const context = useActionContext();
  const own = useOwnActions();
  const contributed = useContributed((state) => state.actions);
  const [query, setQuery] = useState('');
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  const groups = found([...actions, ...contributed, ...own], context, query);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight="min(60dvh, 480px)"
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
    >
      <Spotlight.Search
        placeholder="What would you like to do?"
        aria-label="Commands"
        classNames={{ input: styles.search }}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden="true" />}
      />
      <Spotlight.ActionsList {...scrolled}>
        {groups.map(({ group, entries }) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {entries.map(({ action }) => (
              <Spotlight.Action
                key={action.id}
                label={action.label(context)}
                description={action.help}
                rightSection={action.key ? <Kbd size="xs">{action.key.name}</Kbd> : undefined}
                onClick={() => performed(action, context)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>Nothing of that name</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
