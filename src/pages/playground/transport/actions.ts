/** What the transport can do: one table for buttons, keys and the list of shortcuts. */
import type { SessionState } from '../../../state/runs';
import { pause, reset, resume, run, step } from '../../../state/session';

type Status = SessionState['status'];

export type ActionId = 'play' | 'step-update' | 'step-epoch' | 'reset';

export interface Action {
  readonly id: ActionId;
  /** One sentence for the tooltip and the list of shortcuts. */
  readonly help: string;
  /** `KeyboardEvent.key`, lower case. */
  readonly key: string;
  /** The key as people call it. */
  readonly keyName: string;
  /** What the button says, given the session. */
  label(status: Status): string;
  enabled(status: Status): boolean;
  perform(status: Status): void;
}

export const actions: readonly Action[] = [
  {
    id: 'play',
    help: 'Run, pause, resume',
    key: ' ',
    keyName: 'Space',
    label: (status) => (status === 'running' || status === 'preparing' ? 'Pause' : status === 'paused' ? 'Resume' : 'Run'),
    enabled: (status) => status !== 'preparing',
    perform: (status) => (status === 'running' ? pause() : status === 'paused' ? resume() : run()),
  },
  {
    id: 'step-update',
    help: 'Step one update of every run',
    key: 'u',
    keyName: 'U',
    label: () => 'Step one update',
    enabled: (status) => status === 'idle' || status === 'paused',
    perform: () => step('step-update'),
  },
  {
    id: 'step-epoch',
    help: 'Step to the end of the epoch',
    key: 'e',
    keyName: 'E',
    label: () => 'Step one epoch',
    enabled: (status) => status === 'idle' || status === 'paused',
    perform: () => step('step-epoch'),
  },
  {
    id: 'reset',
    help: 'Clear the results; settings stay',
    key: 'r',
    keyName: 'R',
    label: () => 'Reset',
    enabled: (status) => status !== 'idle',
    perform: () => reset(),
  },
];
