/** What the transport can do. */
import { pause, reset, resume, run, step } from '../session';
import type { Action, ActionKey } from './action';

export type TrainingActionId = 'play' | 'step-update' | 'step-epoch' | 'reset';

export interface TrainingAction extends Action {
  readonly id: TrainingActionId;
  readonly key: ActionKey;
}

export const trainingActions: readonly TrainingAction[] = [
  {
    id: 'play',
    group: 'Training',
    help: 'Run, pause, resume',
    key: { key: ' ', name: 'Space' },
    words: 'start train stop',
    label: ({ status }) => (status === 'running' || status === 'preparing' ? 'Pause' : status === 'paused' ? 'Resume' : 'Run'),
    enabled: ({ status }) => status !== 'preparing',
    perform: ({ status }) => (status === 'running' ? pause() : status === 'paused' ? resume() : run()),
  },
  {
    id: 'step-update',
    group: 'Training',
    help: 'Step one update of every run',
    key: { key: 'u', name: 'U' },
    words: 'iteration',
    label: () => 'Step one update',
    enabled: ({ status }) => status === 'idle' || status === 'paused',
    perform: () => step('step-update'),
  },
  {
    id: 'step-epoch',
    group: 'Training',
    help: 'Step to the end of the epoch',
    key: { key: 'e', name: 'E' },
    label: () => 'Step one epoch',
    enabled: ({ status }) => status === 'idle' || status === 'paused',
    perform: () => step('step-epoch'),
  },
  {
    id: 'reset',
    group: 'Training',
    help: 'Clear the results; settings stay',
    key: { key: 'r', name: 'R' },
    label: () => 'Reset',
    enabled: ({ status }) => status !== 'idle',
    perform: () => reset(),
  },
];
