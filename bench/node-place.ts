/** The benchmark's Node process: a session of the engine named on the command line, driven by messages of the parent. */
import process from 'node:process';
import type { EngineId } from './contestant';
import { type Session, startSession } from './session';

export interface Call {
  readonly method: keyof Session;
  readonly values: readonly unknown[];
}

export interface Answer {
  readonly value?: unknown;
  readonly error?: string;
}

const { create, globals } = await import('webgpu');
Object.assign(globalThis, globals);
// Node 20 has no `navigator`, later ones have one that cannot be assigned to.
Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]), userAgent: 'node' }, configurable: true });

const session = startSession(process.argv[2] as EngineId);

process.on('message', async ({ method, values }: Call) => {
  let answer: Answer;
  try {
    answer = { value: await (session[method] as (...values: readonly unknown[]) => Promise<unknown>)(...values) };
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(answer);
});
// Without a parent there is nobody to work for; a GPU device would keep the process alive.
process.on('disconnect', () => process.exit(0));
process.send?.({ value: 'ready' } satisfies Answer);
