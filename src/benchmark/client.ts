/** The page's side of a benchmark: one worker an entrant, started when it is needed, so that none shares the state of another. */
import type { EngineId } from './catalog';
import type { Places } from './measure';
import type { Entrant } from './plan';
import { type Answer, remoteSession } from './protocol';
import type { Session } from './session';

interface Running {
  readonly worker: Worker;
  readonly session: Promise<Session>;
}

/** The worker's next answer, or its crash. */
function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = () => {
      worker.removeEventListener('message', onMessage);
      worker.removeEventListener('error', onError);
    };
    const onMessage = ({ data: { value, error } }: MessageEvent<Answer>) => {
      end();
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    };
    const onError = (event: ErrorEvent) => {
      end();
      event.preventDefault();
      reject(new Error(event.message || 'the worker could not be loaded'));
    };
    worker.addEventListener('message', onMessage);
    worker.addEventListener('error', onError);
  });
}

function start(engine: EngineId): Running {
  const worker = new Worker(new URL('./benchmark.worker.ts', import.meta.url), { type: 'module', name: engine });
  const session = answerOf(worker).then(() =>
    remoteSession((call) => {
      const answer = answerOf(worker);
      worker.postMessage(call);
      return answer;
    }),
  );
  return { worker, session };
}

export interface WorkerPlaces extends Places {
  /** Ends all workers, whatever they are doing. */
  dispose(): void;
}

/** Places in workers of this page. */
export function workerPlaces(): WorkerPlaces {
  const running = new Map<string, Running>();
  const keyOf = ({ engine, optimizer }: Entrant) => `${engine} ${optimizer}`;
  const end = (key: string) => {
    running.get(key)?.worker.terminate();
    running.delete(key);
  };
  return {
    session(entrant) {
      const key = keyOf(entrant);
      let place = running.get(key);
      if (!place) {
        place = start(entrant.engine);
        running.set(key, place);
      }
      return place.session;
    },
    async abandon(entrant) {
      end(keyOf(entrant));
    },
    dispose() {
      for (const key of [...running.keys()]) end(key);
    },
  };
}
