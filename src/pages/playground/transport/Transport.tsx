/** The buttons that start, hold, step and clear. */
import { Tooltip } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconRotate,
  type TablerIcon,
} from '@tabler/icons-react';
import { useRuns } from '../../../state/runs';
import { type Action, type ActionId, actions } from './actions';
import styles from './transport.module.css';

const icons: Readonly<Record<Exclude<ActionId, 'play'>, TablerIcon>> = {
  'step-update': IconPlayerSkipForward,
  'step-epoch': IconPlayerTrackNext,
  reset: IconRotate,
};

const captions: Readonly<Record<Exclude<ActionId, 'play'>, string>> = { 'step-update': 'update', 'step-epoch': 'epoch', reset: '' };

/** The transport bar. */
export function Transport() {
  return (
    <div className={styles.transport} role="toolbar" aria-label="Training">
      {actions.map((action) =>
        action.id === 'play' ? (
          <PlayButton key={action.id} action={action} />
        ) : (
          <StepButton key={action.id} action={action} id={action.id} />
        ),
      )}
    </div>
  );
}

function PlayButton({ action }: { readonly action: Action }) {
  const status = useRuns((state) => state.status);
  const label = action.label(status);
  const Icon = label === 'Pause' ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <Tooltip label={<ActionTip text={label} keyName={action.keyName} />} withArrow openDelay={700}>
      <button
        type="button"
        className={styles.play}
        // Not `disabled`: the focus must not fall off the button while the session is prepared.
        aria-disabled={!action.enabled(status)}
        onClick={() => action.enabled(status) && action.perform(status)}
      >
        <Icon size={14} aria-hidden="true" />
        {label}
      </button>
    </Tooltip>
  );
}

function StepButton({ action, id }: { readonly action: Action; readonly id: Exclude<ActionId, 'play'> }) {
  const status = useRuns((state) => state.status);
  const Icon = icons[id];
  const enabled = action.enabled(status);
  return (
    <Tooltip label={<ActionTip text={action.help} keyName={action.keyName} />} withArrow openDelay={700}>
      <button
        type="button"
        className={styles.step}
        aria-label={action.label(status)}
        aria-disabled={!enabled}
        onClick={() => enabled && action.perform(status)}
      >
        <Icon size={16} stroke={1.8} aria-hidden="true" />
        {captions[id] && <span aria-hidden="true">{captions[id]}</span>}
      </button>
    </Tooltip>
  );
}

function ActionTip({ text, keyName }: { readonly text: string; readonly keyName: string }) {
  return (
    <span className={styles.tip}>
      {text} <kbd>{keyName}</kbd>
    </span>
  );
}
