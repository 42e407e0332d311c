/** A benchmark's worker: a session of the engine that its name tells, driven by messages of the page. */
import '../fields/without-eval';
import { engineIds } from './catalog';
import { answerTo, type Call, readyAnswer } from './protocol';
import { startSession } from './session';

// The types of a page and of a worker disagree on this.
const { name } = globalThis as unknown as { readonly name: string };
const engine = engineIds.find((id) => id === name);
if (!engine) throw new Error(`there is no engine called ${name}`);
const session = startSession(engine);

globalThis.addEventListener('message', async ({ data }: MessageEvent<Call>) => {
  globalThis.postMessage(await answerTo(session, data));
});
globalThis.postMessage(readyAnswer);
