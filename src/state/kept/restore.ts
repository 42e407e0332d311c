/** A known session back in the charts: what was kept of it goes through the stores as if it came from the worker. */
import type { RunStatusChange, SessionStatus } from '../../worker/protocol';
import { Pace } from '../pace';
import { type RestoredRecords, recordsOf, seriesFrom } from '../restored';
import { type SessionState, useRuns } from '../runs';
import { useSamples } from '../samples';
import { RunSeries, seriesOf } from '../series';
import type { KeptSession } from './keeper';
import { atRest, merged, nothing } from './records';
import type { Chunk, Head, Latest, Prepared, RunPlace } from './schema';
import type { LoadedSession } from './storage';

/** What is put into the stores. */
export interface Filling {
  readonly prepared: Prepared;
  readonly records: RestoredRecords;
  readonly latest: Latest;
  readonly statuses: readonly RunStatusChange[];
  /** Runs that the person had switched off in the charts. */
  readonly hidden: readonly string[];
  /** Of a session that is only looked at: how it ended. */
  readonly ending?: { readonly status: SessionStatus; readonly message: string | null };
  /** Of a session that is only looked at: what computed it. */
  readonly device?: SessionState['device'];
}

/** Puts a session into the stores, which have been emptied for it. */
export function fill(sessionId: string, { prepared, records, latest, statuses, hidden, ending, device }: Filling): void {
  const runs = useRuns.getState();
  runs.receive({ type: 'prepared', sessionId, task: prepared.task, runs: prepared.runs });
  runs.adopt(records);
  const batch = {
    type: 'batch',
    seq: 0,
    sessionId,
    updates: [],
    epochs: [],
    ...latest,
    statuses,
    samples: null,
  } as const;
  runs.receive(batch);
  useSamples.getState().receive(batch);
  const picked = latest.followed.flatMap(({ followed }) => followed.filter(({ role }) => role === 'picked').map(({ sample }) => sample));
  if (picked.length > 0) useSamples.getState().setPicked(picked);
  if (hidden.length > 0) runs.setHidden(hidden, true);
  if (ending) runs.receive({ type: 'session', sessionId, ...ending });
  if (device !== undefined) useRuns.setState({ device });
}

/** Histories of samples have an entry an epoch: those of later epochs will come again. */
export function latestUpTo(latest: Latest, at: readonly RunPlace[]): Latest {
  const epochOf = (runId: string) => Math.max(0, at.find((place) => place.runId === runId)?.epochs ?? 0);
  return {
    followed: latest.followed.flatMap(({ runId, followed }) => {
      const epochs = epochOf(runId);
      if (epochs === 0) return [];
      return [
        {
          runId,
          followed: followed.map((sample) => ({ ...sample, aov: sample.aov.slice(0, epochs), loss: sample.loss.slice(0, epochs) })),
        },
      ];
    }),
    maps: latest.maps.filter(({ runId, epoch }) => epoch <= epochOf(runId)),
    confusions: latest.confusions.filter(({ runId, epoch }) => epoch <= epochOf(runId)),
  };
}

/** Where a session goes on: at its checkpoint, or at the beginning. */
export function placesToGoOn({ checkpoint }: Pick<Head, 'checkpoint'>, { runs }: Prepared): readonly RunPlace[] {
  return checkpoint?.at ?? runs.map(({ runId }) => nothing(runId));
}

/** The records in chunks, ready to be shown. */
async function restored({ runs }: Prepared, chunk: Chunk, pace: Pace): Promise<RestoredRecords> {
  const series = await seriesFrom(
    runs.map(({ runId }) => runId),
    chunk,
    pace,
  );
  return recordsOf(
    series,
    runs.map(({ seed }) => seed),
  );
}

/** The records that are in the charts, up to these places: copies of whole columns, which is quick. */
export function restoredFromCharts({ runs }: Prepared, at: readonly RunPlace[]): RestoredRecords {
  return recordsOf(
    runs.map(({ runId }) => {
      const { updates, epochs } = at.find((place) => place.runId === runId) ?? nothing(runId);
      return (seriesOf(runId) ?? new RunSeries(runId)).upTo(updates, epochs);
    }),
    runs.map(({ seed }) => seed),
  );
}

/** What goes into the stores of a session that goes on. */
export async function fillingToGoOn({ head, prepared, chunks, latest }: LoadedSession, pace = new Pace()): Promise<Filling> {
  const at = placesToGoOn(head, prepared);
  return {
    prepared,
    records: await restored(prepared, merged(chunks, at), pace),
    latest: latestUpTo(latest, at),
    statuses: atRest(head.checkpoint?.statuses ?? [], 'paused'),
    hidden: [],
  };
}

/** What goes into the stores of a session that is looked at. */
export async function fillingToLookAt({ head, prepared, chunks, latest }: LoadedSession, pace = new Pace()): Promise<Filling> {
  return {
    prepared,
    records: await restored(prepared, merged(chunks, null), pace),
    latest,
    statuses: atRest(head.statuses, 'cancelled'),
    hidden: [],
    ending: { status: head.status === 'under-way' ? 'cancelled' : head.status, message: head.message },
    device: head.device,
  };
}

/** The session as the keeper goes on with it. */
export function adoptedFrom({ head, prepared }: LoadedSession, bytes: ArrayBuffer | null): KeptSession {
  const { checkpoint } = head;
  return {
    head,
    prepared,
    preparedStored: true,
    recordBytes: head.bytes - (checkpoint?.bytes ?? 0),
    stored: placesToGoOn(head, prepared),
    checkpoint: checkpoint && bytes ? { bytes, at: checkpoint.at, statuses: checkpoint.statuses, size: checkpoint.bytes } : null,
    checkpointStored: checkpoint !== null,
    live: false,
    ended: false,
    refused: false,
  };
}
