/**
 * A session from a file, in the charts and the table as it was when it was saved. Nothing of it is with the worker: it is looked at, and its
 * experiment can be run again.
 */
import { InputError } from '../fields/input-error';
import type { EpochResult, ExperimentResult, RunResult } from '../results/result';
import type { Experiment } from '../training/experiment';
import type { NamedTensor } from '../training/named-tensors';
import {
  type AovHistogram,
  aovQuantiles,
  type EpochRecord,
  type FollowedSample,
  type RunStatus,
  type UpdateColumn,
} from '../training/records';
import type { RunInfo, RunStatusChange, TaskInfo } from '../worker/protocol';
import { rememberedAs } from './history';
import { fill } from './kept/restore';
import { looksOf } from './looks';
import type { Pace } from './pace';
import { recordsOf } from './restored';
import { isFinished } from './runs';
import { RunSeries } from './series';
import { showSession } from './session';
import { weightsInFile } from './starting-weights';

/** What is shown: as a session's file has it. */
export interface OpenedSession {
  /** Of the file. */
  readonly name: string;
  readonly experiment: Experiment;
  readonly result: ExperimentResult;
  readonly updates: readonly (Readonly<Record<UpdateColumn, Float32Array>> | null)[];
  /** Of each run; null where the file has none. */
  readonly weights: readonly (readonly NamedTensor[] | null)[];
  readonly records?: readonly ({
    readonly hashes: readonly string[];
    readonly aovs: readonly ({ readonly quantiles: readonly number[]; readonly histogram: AovHistogram | null } | null)[];
  } | null)[];
}

type Records = NonNullable<OpenedSession['records']>[number];

/** Epochs that are taken in before the clock is looked at. */
const epochsAtOnce = 50;
const unknownQuantiles: readonly number[] = aovQuantiles.map(() => Number.NaN);

/** What the worker would have said of the task, as far as the result tells. */
function taskOf({ task, trainSize, validationSize, batchSize, runs }: ExperimentResult): TaskInfo {
  return {
    trainSize,
    validationSize,
    parameterCount: 0,
    batchesPerEpoch: Math.max(1, Math.ceil(trainSize / batchSize)),
    floor: task.floor,
    hasAccuracy: runs.some(({ epochs }) => epochs.some(({ validationAccuracy }) => validationAccuracy !== null)),
    scene: null,
    gallery: null,
    classNames: null,
    canGenerate: false,
  };
}

const textOf = (values: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * The runs, each with its place in the experiment.
 * @throws InputError where one is none of the experiment's
 */
function infosOf({ experiment, result }: OpenedSession): RunInfo[] {
  const taken = new Set<string>();
  return result.runs.map((run, at) => {
    const optimizerIndex = experiment.optimizers.findIndex(
      ({ id, hyperparameters }, index) =>
        id === run.optimizer && textOf(hyperparameters) === textOf(run.hyperparameters) && !taken.has(`${index} ${run.seed}`),
    );
    const optimizer = experiment.optimizers[optimizerIndex];
    if (!optimizer) throw new InputError(`result.runs[${at}]`, 'has settings that the experiment does not have');
    taken.add(`${optimizerIndex} ${run.seed}`);
    const { seed, initialHash, origin = null } = run;
    return { runId: `run-${at + 1}`, optimizer, optimizerIndex, seed, initialHash, forkedFrom: origin };
  });
}

function recordOf({ meanAov, reachedShare, aovUpdated, ...rest }: EpochResult, quantiles: readonly number[]): EpochRecord {
  const aov = meanAov === null ? null : { mean: meanAov, quantiles, reachedShare, updated: aovUpdated ?? false };
  return { ...rest, aov };
}

const floats = (values: readonly (number | null)[]): Float32Array => Float32Array.from(values, (value) => value ?? Number.NaN);

function followedOf({ followed }: RunResult): FollowedSample[] {
  return followed.map(({ sample, role, aov, loss }) => ({ sample, role, aov: floats(aov), loss: floats(loss) }));
}

async function seriesOf(runId: string, run: RunResult, updates: OpenedSession['updates'][number], records: Records, pace: Pace) {
  const series = updates ? RunSeries.of(runId, updates) : new RunSeries(runId);
  for (const [at, epoch] of run.epochs.entries()) {
    const aov = records?.aovs[at];
    // Only the last fingerprint is in a result.
    const batchHash = records?.hashes[at] ?? (at === run.epochs.length - 1 ? (run.batchHash ?? '') : '');
    const record = recordOf(epoch, aov?.quantiles ?? unknownQuantiles);
    series.addEpoch({ runId, record, batchHash, followed: null, histogram: aov?.histogram ?? null });
    if (at % epochsAtOnce === 0) await pace.next();
  }
  return series;
}

/** Of a run that nothing is computing. */
const resting = (status: RunStatus): RunStatus => (isFinished(status) ? status : 'cancelled');

/**
 * Shows a session in the charts, in place of what is there.
 * @param historyId under which its result is among the experiments that can be compared
 * @throws InputError where its result is not of its experiment; then nothing has changed
 */
export async function showOpenedSession(session: OpenedSession, historyId: string, pace: Pace): Promise<void> {
  const { name, experiment, result, updates, weights, records } = session;
  const infos = infosOf(session);
  const series: RunSeries[] = [];
  for (const [at, run] of result.runs.entries()) {
    series.push(await seriesOf(infos[at]!.runId, run, updates[at] ?? null, records?.[at] ?? null, pace));
    await pace.next(at / result.runs.length);
  }
  const ready = recordsOf(
    series,
    infos.map(({ seed }, at) => (records?.[at] ? seed : null)),
  );
  const statuses = result.runs.map(({ status, statusUpdate, message }, at): RunStatusChange => {
    return { runId: infos[at]!.runId, status: resting(status), update: statusUpdate, message };
  });
  const followed = result.runs.flatMap((run, at) =>
    run.followed.length > 0 ? [{ runId: infos[at]!.runId, followed: followedOf(run) }] : [],
  );
  showSession({
    experiment,
    looks: looksOf(experiment.optimizers),
    weights: weightsInFile(
      name,
      infos.map(({ runId }) => runId),
      weights,
    ),
    fill: (sessionId) => {
      rememberedAs(sessionId, historyId);
      fill(sessionId, {
        prepared: { task: taskOf(result), runs: infos },
        records: ready,
        latest: { followed, maps: [], confusions: [] },
        statuses,
        hidden: [],
        ending: { status: statuses.some(({ status }) => status === 'cancelled') ? 'cancelled' : 'done', message: null },
        device: result.device,
      });
    },
  });
}
