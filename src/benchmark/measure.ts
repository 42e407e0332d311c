/**
 * Drives sessions through a plan: opens a case for each entrant, then measures them in turns, because a machine's speed drifts more
 * in minutes than engines differ. One that breaks or hangs is left out; the others go on.
 */
import { type EngineId, patience } from './catalog';
import type { Entrant, Heat } from './plan';
import { type Missing, type Row, rowOf } from './report';
import type { AdapterName, Opened, Round, Session } from './session';

/** Where entrants run: a place of its own each, so that no row counts the memory or the compiled kernels of another. */
export interface Places {
  /** The entrant's session; starts its place where there is none. */
  session(entrant: Entrant): Promise<Session>;
  /** Ends the entrant's place, whatever it is doing. */
  abandon(entrant: Entrant): Promise<void>;
}

/** What is being done, for people. */
export interface Progress {
  /** Share of the plan that is done, from 0 to 1. */
  readonly share: number;
  readonly text: string;
}

export interface Watcher {
  onProgress(progress: Progress): void;
  /** A row as soon as it is known. */
  onRow?(row: Row): void;
  readonly signal?: AbortSignal;
}

/** @throws after `milliseconds` if the promise did not settle, and at once when the signal is aborted */
export async function within<T>(promise: Promise<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`gave no answer within ${Math.round(milliseconds / 1000)} s`)), milliseconds);
    stop = () => reject(new Error('stopped'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
  });
  // The loser of the race must not count as unhandled.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
    if (stop) signal?.removeEventListener('abort', stop);
  }
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.slice(0, 300) || 'an error without a message';
}

/** The WebGPU adapter as the engines' places see it. */
export async function adapterOf(places: Places, engine: EngineId): Promise<AdapterName> {
  const entrant: Entrant = { engine, optimizer: 'sgd' };
  return await within((await within(places.session(entrant), patience.open)).adapter(), patience.open);
}

interface Runner {
  readonly entrant: Entrant;
  readonly session: Session;
  readonly opened: Opened;
  readonly rounds: Round[];
}

/**
 * Measures a plan.
 * @returns rows in the order of the plan, and what is missing from it; when the signal is aborted, what was measured until then
 */
export async function measurePlan(places: Places, plan: readonly Heat[], watcher: Watcher): Promise<{ rows: Row[]; missing: Missing[] }> {
  const rows: Row[] = [];
  const missing: Missing[] = [];
  const { signal } = watcher;
  const total = plan.reduce((sum, heat) => sum + heat.entrants.length * (heat.effort.rounds + 1), 0);
  let done = 0;

  for (const heat of plan) {
    const tell = ({ engine, optimizer }: Entrant, text: string) =>
      watcher.onProgress({ share: done / total, text: `${heat.case}, ${optimizer}, ${engine}: ${text}` });
    const doneAfter = done + heat.entrants.length * (heat.effort.rounds + 1);
    const giveUp = async (entrant: Entrant, error: unknown) => {
      if (!signal?.aborted) missing.push({ case: heat.case, ...entrant, reason: oneLine(error) });
      await places.abandon(entrant);
    };

    let runners: Runner[] = [];
    for (const entrant of heat.entrants) {
      if (signal?.aborted) break;
      tell(entrant, 'starts');
      try {
        const session = await within(places.session(entrant), patience.open, signal);
        const opening = session.open(heat.case, entrant.optimizer, heat.batchSize, heat.effort.warmUp);
        runners.push({ entrant, session, opened: await within(opening, patience.open, signal), rounds: [] });
      } catch (error) {
        await giveUp(entrant, error);
      }
      done++;
    }
    for (let round = 0; round < heat.effort.rounds; round++) {
      // Who goes first changes from round to round.
      const order = round % 2 === 0 ? runners : runners.toReversed();
      for (const runner of order) {
        if (signal?.aborted) break;
        tell(runner.entrant, `round ${round + 1} of ${heat.effort.rounds}`);
        try {
          runner.rounds.push(await within(runner.session.round(heat.effort.steps), patience.round, signal));
        } catch (error) {
          runners = runners.filter((other) => other !== runner);
          await giveUp(runner.entrant, error);
        }
        done++;
      }
    }
    for (const { entrant, opened, rounds } of runners) {
      await places.abandon(entrant);
      if (rounds.length === 0) continue;
      const row = rowOf({ case: heat.case, ...entrant }, heat.batchSize, opened, rounds);
      rows.push(row);
      watcher.onRow?.(row);
    }
    if (signal?.aborted) break;
    done = doneAfter;
  }
  return { rows, missing };
}
