/**
 * Reading a file that may be a session, apart from the page: what the worker for it says. A session comes in parts, a run each, since a page
 * that is handed a hundred thousand records at once stands still.
 */
import { InputError } from '../../fields/input-error';
import type { EpochResult, ExperimentResult, FollowedResult } from '../../results/result';
import type { SessionFile } from './session-file';
import { readSession } from './session-file';

export type FileKind = 'experiment' | 'sweep' | 'result' | 'session' | 'unknown';

/** A run of a session: its place among the result's, and all that is many. */
export interface RunPart {
  readonly index: number;
  readonly epochs: readonly EpochResult[];
  readonly followed: readonly FollowedResult[];
  readonly updates: SessionFile['updates'][number];
  readonly weights: SessionFile['weights'][number];
  /** Missing where the file has none. */
  readonly records?: NonNullable<SessionFile['records']>[number];
}

export type Reading =
  | { readonly type: 'kind'; readonly kind: Exclude<FileKind, 'session'>; readonly characters: number }
  /** `result`: its runs without what comes in the parts. */
  | { readonly type: 'session'; readonly experiment: SessionFile['experiment']; readonly result: ExperimentResult }
  | { readonly type: 'run'; readonly part: RunPart }
  | { readonly type: 'end' }
  /** `where` null: it broke, which is no fault of the file's. */
  | { readonly type: 'refused'; readonly where: string | null; readonly what: string };

/** What JSON is, by its keys. */
export function kindOf(json: unknown): FileKind {
  if (typeof json !== 'object' || json === null) return 'unknown';
  if ('format' in json) return 'session';
  if ('runs' in json) return 'result';
  if (!('optimizers' in json)) return 'unknown';
  return 'select' in json ? 'sweep' : 'experiment';
}

/**
 * Reads a file's text: its kind, or a session in parts.
 * @param openedKinds what may be opened, for the message
 */
export function* readings(text: string, name: string, openedKinds: string): Generator<Reading, void, undefined> {
  try {
    let kind: FileKind;
    try {
      kind = kindOf(JSON.parse(text));
    } catch {
      throw new InputError(name, `is not JSON. What is opened here: ${openedKinds}; data sets are opened with Data…`);
    }
    if (kind !== 'session') {
      yield { type: 'kind', kind, characters: text.length };
      return;
    }
    const { experiment, result, updates, weights, records } = readSession(text, name);
    yield { type: 'session', experiment, result: { ...result, runs: result.runs.map((run) => ({ ...run, epochs: [], followed: [] })) } };
    for (const [index, { epochs, followed }] of result.runs.entries()) {
      const part = { index, epochs, followed, updates: updates[index] ?? null, weights: weights[index] ?? null };
      yield { type: 'run', part: records ? { ...part, records: records[index] ?? null } : part };
    }
    yield { type: 'end' };
  } catch (error) {
    const input = error instanceof InputError;
    yield { type: 'refused', where: input ? error.where : null, what: input ? error.what : (error as Error).message };
  }
}

/** Buffers that may be handed over instead of copied. */
export function buffersOf(reading: Reading): ArrayBuffer[] {
  if (reading.type !== 'run') return [];
  const { updates, weights } = reading.part;
  return [...Object.values(updates ?? {}), ...(weights ?? []).map(({ values }) => values)].map(({ buffer }) => buffer as ArrayBuffer);
}

/** Puts a session together again, out of its parts. */
export class SessionParts {
  private readonly parts: RunPart[] = [];

  constructor(private readonly head: Extract<Reading, { type: 'session' }>) {}

  /** @returns share of the runs that are there */
  add(part: RunPart): number {
    this.parts[part.index] = part;
    return this.parts.length / Math.max(1, this.head.result.runs.length);
  }

  session(): SessionFile {
    const { experiment, result } = this.head;
    const { parts } = this;
    return {
      experiment,
      result: {
        ...result,
        runs: result.runs.map((run, index) => ({ ...run, epochs: parts[index]!.epochs, followed: parts[index]!.followed })),
      },
      updates: parts.map(({ updates }) => updates),
      weights: parts.map(({ weights }) => weights),
      ...(parts.some(({ records }) => records !== undefined) ? { records: parts.map(({ records }) => records ?? null) } : {}),
    };
  }
}
