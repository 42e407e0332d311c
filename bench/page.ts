/** The benchmark's page: answers the driver's calls with a session of the engine named in the address. */
import type { EngineId } from '../src/benchmark/catalog';
import { type Answer, answerTo, type Call } from '../src/benchmark/protocol';
import { startSession } from '../src/benchmark/session';

declare global {
  var benchAnswer: ((call: Call) => Promise<Answer>) | undefined;
}

const session = startSession(new URLSearchParams(location.search).get('engine') as EngineId);
globalThis.benchAnswer = (call) => answerTo(session, call);
