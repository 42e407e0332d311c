/** The benchmark's Node process: a session of the engine named on the command line, driven by messages of the parent. */
import process from 'node:process';
import type { EngineId } from '../src/benchmark/catalog';
import { answerTo, type Call, readyAnswer } from '../src/benchmark/protocol';

const { create, globals } = await import('webgpu');
Object.assign(globalThis, globals);
// Node 20 has no `navigator`, later ones have one that cannot be assigned to.
Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]), userAgent: 'node' }, configurable: true });

const { startSession } = await import('../src/benchmark/session');
const session = startSession(process.argv[2] as EngineId);

process.on('message', async (call: Call) => process.send?.(await answerTo(session, call)));
// Without a parent there is nobody to work for; a GPU device would keep the process alive.
process.on('disconnect', () => process.exit(0));
process.send?.(readyAnswer);
