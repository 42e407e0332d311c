/** Lets a worker of its own read a file, and puts together what it says. */
import { type FileKind, type Reading, SessionParts } from '../../../export/session/reading';
import type { ReadRequest } from '../../../export/session/session.worker';
import type { SessionFile } from '../../../export/session/session-file';
import { InputError } from '../../../fields/input-error';
import type { Pace } from '../../../state/pace';

/** What a file is; of a session all that is in it. */
export type ReadFile =
  | { readonly kind: 'session'; readonly session: SessionFile }
  | { readonly kind: Exclude<FileKind, 'session'>; readonly characters: number };

/**
 * @param openedKinds what may be opened, for the message
 * @throws InputError naming the file, the place in it, and what is wrong there; CalledOff
 */
export async function readFile(file: File, openedKinds: string, pace: Pace): Promise<ReadFile> {
  const worker = new Worker(new URL('../../../export/session/session.worker.ts', import.meta.url), { type: 'module', name: 'session' });
  const arrived: Reading[] = [];
  let wake: () => void = () => {};
  let broken: Error | null = null;
  worker.addEventListener('message', ({ data }: MessageEvent<Reading>) => {
    arrived.push(data);
    wake();
  });
  worker.addEventListener('error', ({ message }) => {
    broken = new Error(message || 'the reading worker could not be started');
    wake();
  });
  worker.postMessage({ file, openedKinds } satisfies ReadRequest);
  let parts: SessionParts | null = null;
  let share = 0;
  try {
    for (;;) {
      await pace.next(share);
      const reading = arrived.shift();
      if (!reading) {
        if (broken) throw broken;
        await new Promise<void>((resolve) => {
          wake = resolve;
          // The person may call it off while nothing comes.
          setTimeout(resolve, 100);
        });
        continue;
      }
      switch (reading.type) {
        case 'kind':
          return { kind: reading.kind, characters: reading.characters };
        case 'session':
          parts = new SessionParts(reading);
          break;
        case 'run':
          share = parts?.add(reading.part) ?? 0;
          break;
        case 'end':
          return { kind: 'session', session: parts!.session() };
        case 'refused':
          throw reading.where === null ? new Error(reading.what) : new InputError(reading.where, reading.what);
        default:
          reading satisfies never;
      }
    }
  } finally {
    worker.terminate();
  }
}
