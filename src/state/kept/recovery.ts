/**
 * The session goes on by itself when its worker crashed or is stuck, or when the GPU is lost: a new worker takes over from the last checkpoint.
 * Three tries in a row that lead no further than the one before, and the person decides.
 */
import type { BackendName, DeviceInfo } from '../../engine/device-info';
import { useDevice } from '../device';
import { isUnderWay, type SessionState, useRuns } from '../runs';
import { useSamples } from '../samples';
import { goOn, isRepeatable, type Loss } from '../session';
import type { Keeper, KeptSession } from './keeper';
import { atRest, latestOf } from './records';
import { type Filling, fill, latestUpTo, placesToGoOn, restoredFromCharts } from './restore';

/** Tries in a row without progress. */
export const triesInVain = 3;

/** What happened, for people. */
export const lossTexts: Readonly<Record<Loss, string>> = {
  crash: 'The training worker crashed',
  stuck: 'The training worker was stuck',
  device: 'The GPU was lost',
};

export interface Surroundings {
  /** The checkpoint that is not in memory any more; null: the storage does not have it. */
  storedCheckpoint(id: string): Promise<ArrayBuffer | null>;
  /** Waits until a GPU can be had again; false: there is none for good. */
  gpuIsBack(): Promise<boolean>;
  said(title: string, text: string): void;
  /** Three tries were in vain. */
  givenUp(loss: Loss, message: string): void;
}

/** How a session goes on, in words: where from. */
function whereFrom({ checkpoint }: Pick<KeptSession, 'checkpoint'>, session: SessionState): string {
  if (!checkpoint) return 'from its beginning';
  const epoch = Math.min(...checkpoint.at.map(({ epochs }) => Math.max(0, epochs)));
  return `from its last checkpoint, at epoch ${epoch} of ${session.experiment?.epochs ?? epoch}`;
}

export class Recovery {
  private session: string | null = null;
  private tries = 0;
  /** Updates of all runs at the checkpoint of the last try. */
  private reached = -1;
  /** What computed the session before, until the worker has said what computes it now. */
  private before: DeviceInfo | null = null;
  private busy = false;

  constructor(
    private readonly keeper: Keeper,
    private readonly surroundings: Surroundings,
  ) {}

  /**
   * Takes over a session whose worker or device is gone.
   * @returns false where it cannot; the session has failed then
   */
  readonly rescue = (loss: Loss, message: string): boolean => {
    const session = useRuns.getState();
    if (!isUnderWay(session.status) || !session.experiment) return false;
    if (this.busy) return true;
    const { current } = this.keeper;
    if (!current?.checkpoint && !isRepeatable()) return false;
    if (current?.head.forked && !current.checkpoint) return false;
    const id = current?.head.id ?? session.sessionId;
    const updates = current?.checkpoint?.at.reduce((sum, place) => sum + place.updates, 0) ?? 0;
    if (id !== this.session || updates > this.reached) this.tries = 0;
    this.session = id;
    this.reached = updates;
    this.tries += 1;
    if (this.tries > triesInVain) {
      this.tries = 0;
      this.surroundings.givenUp(loss, message);
      return false;
    }
    this.busy = true;
    void this.goOn(loss, session, current).catch((error: unknown) => {
      this.busy = false;
      useRuns.getState().crash(message);
      this.surroundings.givenUp(loss, error instanceof Error ? error.message : message);
    });
    return true;
  };

  /** Whether a device is being waited for. */
  get isBusy(): boolean {
    return this.busy;
  }

  /** The worker has prepared the session: says where it went on on another backend. */
  prepared(device: DeviceInfo | null): void {
    const { before } = this;
    this.before = null;
    if (!before || !device || before.backend === device.backend) return;
    const names: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'JavaScript' };
    this.surroundings.said(
      `Training goes on on ${names[device.backend]}`,
      `${names[before.backend]} is not there any more. From the last checkpoint on, numbers may differ in their last digits, and updates take another time.`,
    );
  }

  private async goOn(loss: Loss, session: SessionState, current: KeptSession | null): Promise<void> {
    const { experiment, looks, device } = session;
    if (!experiment) return;
    const startPaused = session.status === 'paused';
    // Now: what the charts have is there until the next session begins.
    const filling = current ? fillingOf(session, current) : null;
    const held = current?.checkpoint ?? null;
    const bytes = held ? (held.bytes ?? (await this.surroundings.storedCheckpoint(current!.head.id))) : null;
    if (held && !bytes) throw new Error('Its last checkpoint cannot be read');
    if (loss === 'device' && !(await this.surroundings.gpuIsBack())) {
      // A backend chosen by hand is chosen for what there was; the person's choice stays for the next visit.
      if (useDevice.getState().choice === 'webgpu') useDevice.setState({ choice: 'auto' });
    }
    this.busy = false;
    // The person may have cleared it, or begun another, while a device was waited for.
    if (useRuns.getState().sessionId !== session.sessionId) return;
    if (current) this.keeper.adopt({ ...current, live: false, ended: false });
    this.before = device;
    goOn(
      {
        experiment,
        looks,
        stepping: current?.head.stepping ?? useDevice.getState().stepping,
        startPaused,
        checkpoint: bytes,
        fill: (sessionId) => {
          if (filling) fill(sessionId, filling);
        },
      },
      true,
    );
    const what = startPaused ? 'The session is restored' : 'Training goes on';
    this.surroundings.said(
      lossTexts[loss],
      `${what} ${whereFrom(current ?? { checkpoint: null }, session)}; nothing that was recorded before is lost.`,
    );
  }
}

/** What the charts have up to the last checkpoint. */
function fillingOf(session: SessionState, current: KeptSession): Filling {
  const { prepared, checkpoint } = current;
  const at = placesToGoOn(
    { checkpoint: checkpoint && { at: checkpoint.at, statuses: checkpoint.statuses, bytes: checkpoint.size } },
    prepared,
  );
  const runIds = prepared.runs.map(({ runId }) => runId);
  return {
    prepared,
    records: restoredFromCharts(prepared, at),
    latest: latestUpTo(latestOf(runIds, session.maps, useSamples.getState().confusions.values()), at),
    statuses: atRest(checkpoint?.statuses ?? [], 'paused'),
    hidden: session.runs.filter(({ hidden }) => hidden).map(({ runId }) => runId),
  };
}
