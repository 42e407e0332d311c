/**
 * The worker's entry. It names the device at once, in a few kilobytes of script; TensorFlow.js and all that trains follow, and
 * commands that come meanwhile wait for them.
 */
import '../fields/without-eval';
import { describeDevice } from '../engine/adapter';
import type { Command, WorkerEvent } from './protocol';

const center = import('./command-center');
/** Commands are obeyed in the order they came. */
let queue: Promise<void> = Promise.resolve();
let loaded = false;

async function obey(command: Command): Promise<void> {
  if (command.type === 'configure' && !loaded) {
    const event: WorkerEvent = { type: 'device', device: await describeDevice(command.backend) };
    globalThis.postMessage(event);
  }
  const { receive } = await center;
  loaded = true;
  await receive(command);
}

globalThis.addEventListener('message', ({ data }: MessageEvent<Command>) => {
  queue = queue
    .then(() => obey(data))
    .catch((error: unknown) => {
      // Uncaught, so that the page hears of a crash and offers a restart.
      setTimeout(() => {
        throw error;
      });
    });
});

// Whoever hears nothing of the worker for long may take it for stuck.
setInterval(() => globalThis.postMessage({ type: 'beat' } satisfies WorkerEvent), 5000);
