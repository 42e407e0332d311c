/** The data worker's entry: the centre in a real browser. Tabs of the page tell each other when something on the disk has changed. */
import '../../fields/without-eval';
import { DataCenter, type DataWorld } from './data-center';
import { openKeptFolder } from './kept-files';
import type { DataCommand } from './protocol';

/** Some browsers tell what takes the room: sweeps lie in a database beside the files of the data sets and are not counted with them. */
interface DetailedEstimate extends StorageEstimate {
  readonly usageDetails?: { readonly fileSystem?: number };
}

async function keptInFiles(): Promise<StorageEstimate> {
  const { usage, quota, usageDetails }: DetailedEstimate = await navigator.storage.estimate();
  const used = usageDetails ? (usageDetails.fileSystem ?? 0) : usage;
  return { ...(used === undefined ? {} : { usage: used }), ...(quota === undefined ? {} : { quota }) };
}

const world: DataWorld = {
  network: {
    fetch: (url, init) => fetch(url, init),
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      }),
  },
  folder: openKeptFolder,
  async readSet(source, expected, progress, signal) {
    // The readers and their libraries are loaded when the first set is read, not when the page asks what is here.
    const { readSet } = await import('../../datasets/read-set');
    return readSet(source, expected, progress, signal);
  },
  locks: navigator.locks,
  estimate: keptInFiles,
};

const otherTabs = new BroadcastChannel('polyak.data');
const center = new DataCenter(
  world,
  (event) => globalThis.postMessage(event),
  () => otherTabs.postMessage('changed'),
);

otherTabs.addEventListener('message', () => center.receive({ type: 'list' }));
globalThis.addEventListener('message', ({ data }: MessageEvent<DataCommand>) => center.receive(data));
