/** What the playground adds to the command palette. */
import { useEffect } from 'react';
import type { Action } from '../../../state/actions/action';
import { contribute } from '../../../state/actions/contributed';
import { forkNot, whyNot } from '../why/availability';
import { useWhy } from '../why/why-store';

const pageActions: readonly Action[] = [
  {
    id: 'why',
    group: 'Training',
    help: 'Look at the next step of a paused run: the loss along the gradient, and what every method would do there',
    words: 'explain step size probe',
    label: () => 'Why this step?',
    enabled: ({ status }) => whyNot(status) === null,
    perform: () => useWhy.getState().open(null),
  },
  {
    id: 'fork',
    group: 'Training',
    help: 'Start other optimizers from the weights of a run',
    words: 'branch weights continue',
    label: () => 'Fork here …',
    enabled: ({ status }) => forkNot(status) === null,
    perform: () => useWhy.getState().open(null, true),
  },
];

/** Adds them while mounted. */
export function usePageActions(): void {
  useEffect(() => contribute(pageActions), []);
}
