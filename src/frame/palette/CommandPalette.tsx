/** Everything that can be done, by its name: type a few letters, choose with the arrow keys, press Enter. */
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/spotlight/styles.css';
import { Kbd, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import { type Action, type ActionContext, actionGroups, performed } from '../../state/actions/action';
import { useContributed } from '../../state/actions/contributed';
import { actions } from '../../state/actions/registry';
import { openAbout } from '../about/about-store';
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

function groupsOf(all: readonly Action[], context: ActionContext): SpotlightActionGroupData[] {
  return actionGroups.map((group) => ({
    group,
    actions: all
      .filter((action) => action.group === group && (action.enabled?.(context) ?? true))
      .map((action) => ({
        id: action.id,
        label: action.label(context),
        description: action.help,
        keywords: action.words,
        rightSection: action.key ? <Kbd size="xs">{action.key.name}</Kbd> : undefined,
        onClick: () => performed(action, context),
      })),
  }));
}

/** @param asked how often it was asked for: opens with each */
export function CommandPalette({ asked }: { readonly asked: number }) {
  const context = useActionContext();
  const own = useOwnActions();
  const contributed = useContributed((state) => state.actions);
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  return (
    <Spotlight
      store={store}
      actions={groupsOf([...actions, ...contributed, ...own], context)}
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight="min(60dvh, 480px)"
      nothingFound="Nothing of that name"
      transitionProps={{ duration: 0 }}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} aria-hidden="true" />,
        placeholder: 'What would you like to do?',
        'aria-label': 'Commands',
      }}
    />
  );
}
