/** How a session is driven from elsewhere (a worker's page, a Node process's parent): a call, then its answer, one at a time. */
import type { Session } from './session';

export interface Call {
  readonly method: keyof Session;
  readonly values: readonly unknown[];
}

export interface Answer {
  readonly value?: unknown;
  readonly error?: string;
}

/** What a place says before the first call. */
export const readyAnswer: Answer = { value: 'ready' };

/** Does what a call asks. Never throws. */
export async function answerTo(session: Session, { method, values }: Call): Promise<Answer> {
  try {
    return { value: await (session[method] as (...values: readonly unknown[]) => Promise<unknown>)(...values) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** A session whose methods run elsewhere. */
export function remoteSession(call: (message: Call) => Promise<unknown>): Session {
  const forward =
    <M extends keyof Session>(method: M) =>
    (...values: Parameters<Session[M]>) =>
      call({ method, values }) as ReturnType<Session[M]>;
  return { adapter: forward('adapter'), open: forward('open'), round: forward('round') };
}
