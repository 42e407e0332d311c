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
import { useActionContext } from '../../../frame/palette/use-action-context';
import { performed } from '../../../state/actions/action';
import { type TrainingAction, type TrainingActionId, trainingActions } from '../../../state/actions/training';
import styles from './transport.module.css';

const icons: Readonly<Record<Exclude<TrainingActionId, 'play'>, TablerIcon>> = {
  'step-update': IconPlayerSkipForward,
  'step-epoch': IconPlayerTrackNext,
  reset: IconRotate,
};

const captions: Readonly<Record<Exclude<TrainingActionId, 'play'>, string>> = { 'step-update': 'update', 'step-epoch': 'epoch', reset: '' };

/** The transport bar. */
export function Transport() {
  return (
    <div className={styles.transport} role="toolbar" aria-label="Training">
      {trainingActions.map((action) =>
        action.id === 'play' ? (
          <PlayButton key={action.id} action={action} />
        ) : (
          <StepButton key={action.id} action={action} id={action.id} />
        ),
      )}
    </div>
  );
}

function PlayButton({ action }: { readonly action: TrainingAction }) {
  const context = useActionContext();
  const label = action.label(context);
  const Icon = label === 'Pause' ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <Tooltip label={<ActionTip text={label} keyName={action.key.name} />} withArrow openDelay={700}>
      <button
        type="button"
        className={styles.play}
        // Not `disabled`: the focus must not fall off the button while the session is prepared.
        aria-disabled={action.enabled?.(context) === false}
        onClick={() => performed(action, context)}
      >
        <Icon size={14} aria-hidden="true" />
        {label}
      </button>
    </Tooltip>
  );
}

function StepButton({ action, id }: { readonly action: TrainingAction; readonly id: Exclude<TrainingActionId, 'play'> }) {
  const context = useActionContext();
  const Icon = icons[id];
  const enabled = action.enabled?.(context) ?? true;
  return (
    <Tooltip label={<ActionTip text={action.help} keyName={action.key.name} />} withArrow openDelay={700}>
      <button
        type="button"
        className={styles.step}
        aria-label={action.label(context)}
        aria-disabled={!enabled}
        onClick={() => performed(action, context)}
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
