/** What the playground adds to the command palette. */
import { useEffect } from 'react';
import type { Action } from '../../../state/actions/action';
import { contribute } from '../../../state/actions/contributed';
import { useRuns } from '../../../state/runs';
import { dropStart, useWeights, weightsFormats, weightsNot } from '../../../state/starting-weights';
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
    enabled: ({ status }) => forkNot(status, useWeights.getState().source) === null,
    perform: () => useWhy.getState().open(null, true),
  },
  ...weightsFormats.map(
    (format): Action => ({
      id: `save-weights-${format}`,
      group: 'Experiment',
      help: 'Save the weights that the runs have now; of several runs, an archive with a file each',
      words: 'export model parameters tensors download',
      label: () => `Save weights (.${format})`,
      enabled: () => weightsNot(useRuns.getState(), useWeights.getState().source) === '',
      perform: () => void import('../share/weights').then(({ saveWeights }) => saveWeights(format, useRuns.getState().runs)),
    }),
  ),
  {
    id: 'open-saved',
    group: 'Experiment',
    help: 'Open an experiment, session, RESULT.json, or weights to start from',
    words: 'import file load safetensors npz json',
    label: () => 'Open a file …',
    perform: () => void import('../share/open-file').then(({ openPicked }) => openPicked()),
  },
  {
    id: 'drop-start',
    group: 'Experiment',
    help: 'Begin with the task’s own weights again, not with those of the opened file',
    words: 'weights starts from remove',
    label: () => 'Remove “Starts from”',
    enabled: () => useWeights.getState().start !== null,
    perform: dropStart,
  },
];

/** Adds them while mounted. */
export function usePageActions(): void {
  useEffect(() => contribute(pageActions), []);
}
