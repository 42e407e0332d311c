/** Sessions that are saved, given up, and go on from what was saved, for the tests of checkpoints. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { BackendName, Stepping } from '../../engine/device-info';
import { useBackend } from '../../engine/engine';
import type { Part, Task } from '../../tasks/definition';
import { noFiles } from '../../tasks/task-checks';
import { buildTask } from '../build-task';
import type { Experiment } from '../experiment';
import type { Origin } from '../records';
import type { RunWeights } from '../run-weights';
import { Session } from '../session';
import { beginningOfRun } from '../starting-weights';
import { Recording, until } from '../training-checks';
import { checkpointBytes, readCheckpoint } from './checkpoint-file';
import { resumedExperiment } from './fits';
import { isOver, placesOf, type SessionCheckpoint } from './session-checkpoint';

/** Writes down what it is told, checkpoints too: as bytes, and read from them again. */
export class SavedRecording extends Recording {
  readonly saved: Uint8Array[] = [];
  readonly problems: string[] = [];

  checkpoint(checkpoint: SessionCheckpoint): void {
    this.saved.push(checkpointBytes(checkpoint));
  }

  unsaved(message: string): void {
    this.problems.push(message);
  }
}

export interface Setting {
  /** Least milliseconds between two checkpoints, if not the usual. */
  readonly checkpointEvery?: number;
  readonly experiment: Experiment;
  /** Default: the experiment's own. */
  readonly task?: () => Promise<Task> | Task;
  readonly stepping?: Stepping;
  readonly origin?: RunWeights | null;
  /** What `origin` is told to be, if not the weights of a run. */
  readonly told?: Origin;
  readonly startPaused?: boolean;
  readonly keepsTask?: boolean;
  /** Called with every batch, just before it is made. */
  readonly onBatch?: (part: Part, size: number) => void;
}

/** A session that has not begun, from the beginning or from a checkpoint. */
export async function sessionFor(setting: Setting, recording: Recording, from: SessionCheckpoint | null = null): Promise<Session> {
  const {
    experiment,
    task,
    stepping = 'eager',
    origin = null,
    told,
    startPaused = false,
    keepsTask = false,
    onBatch,
    checkpointEvery,
  } = setting;
  const engine = await useBackend(getBackend() as BackendName);
  const wanted = from ? resumedExperiment(experiment, from) : experiment;
  const built = await (task ? task() : buildTask(wanted, noFiles));
  const watched: Task = {
    ...built,
    batch: (part, ids, context) => {
      onBatch?.(part, ids.shape[0]);
      return built.batch(part, ids, context);
    },
  };
  return new Session(
    wanted,
    watched,
    engine,
    recording,
    startPaused,
    stepping,
    keepsTask,
    from || !origin ? null : { ...beginningOfRun(built, origin, 'a run'), ...(told ? { origin: told } : {}) },
    from,
    checkpointEvery,
  );
}

/** What an undisturbed session tells. */
export async function undisturbed(setting: Setting): Promise<Recording> {
  const recording = new Recording();
  await (await sessionFor(setting, recording)).train();
  return recording;
}

/** Waits for the first checkpoint, gives the session up, and returns what it told and its bytes. */
export async function savedAndCancelled(session: Session, recording: SavedRecording, training: Promise<void>) {
  await until(() => recording.saved.length > 0);
  session.cancel();
  await training;
  return { recording, bytes: recording.saved[0]! };
}

/** Makes so many updates of every run, saves the session while it is paused, and gives it up. */
export async function savedAfter(setting: Setting, updates: number) {
  const recording = new SavedRecording();
  const session = await sessionFor({ ...setting, startPaused: true }, recording);
  const training = session.train();
  await until(() => recording.told.at(-1) === 'paused');
  for (let i = 0; i < updates; i++) session.stepUpdate();
  await until(() => recording.runs.every(({ runId }) => recording.updatesOf(runId) >= updates || isOver(recording.statusOf(runId))));
  await until(() => recording.told.at(-1) === 'paused');
  recording.saved.length = 0;
  session.checkpoint();
  return savedAndCancelled(session, recording, training);
}

/** What is told in all by a session and by the one that goes on from its checkpoint. */
export async function resumed(setting: Setting, { recording, bytes }: { recording: Recording; bytes: Uint8Array }) {
  const checkpoint = readCheckpoint(bytes);
  const later = new SavedRecording();
  later.takeUp(recording, placesOf(checkpoint));
  const session = await sessionFor(setting, later, checkpoint);
  await session.train();
  return { later, session, checkpoint };
}
