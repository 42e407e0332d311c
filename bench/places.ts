/** Where engines are measured: pages of a real Chromium, or Node processes. One place an entrant, started when it is needed. */
import { type ChildProcess, fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { chromiumFlags, findChromium } from '../scripts/find-chromium.mjs';
import type { EngineId } from '../src/benchmark/catalog';
import type { Places } from '../src/benchmark/measure';
import type { Entrant } from '../src/benchmark/plan';
import { type Answer, remoteSession } from '../src/benchmark/protocol';
import type { Session } from '../src/benchmark/session';

export interface CommandLinePlaces extends Places {
  /** What runs the engines, e.g. "Chromium 150.0". */
  readonly runtime: string;
  close(): Promise<void>;
}

const folder = dirname(fileURLToPath(import.meta.url));

/** Keeps the open places; `open` makes one, with the way to end it. */
function placesOf(
  open: (engine: EngineId) => Promise<{ session: Session; end: () => Promise<unknown> }>,
): Places & { endAll(): Promise<void> } {
  const opened = new Map<string, ReturnType<typeof open>>();
  const keyOf = ({ engine, optimizer }: Entrant) => `${engine} ${optimizer}`;
  const end = async (key: string) => {
    const place = opened.get(key);
    opened.delete(key);
    await place?.then((made) => made.end()).catch(() => undefined);
  };
  return {
    async session(entrant) {
      const key = keyOf(entrant);
      let place = opened.get(key);
      if (!place) {
        place = open(entrant.engine);
        opened.set(key, place);
      }
      return (await place).session;
    },
    abandon: (entrant) => end(keyOf(entrant)),
    async endAll() {
      for (const key of [...opened.keys()]) await end(key);
    },
  };
}

/** @throws if there is no Chromium */
export async function openBrowser(): Promise<CommandLinePlaces> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('no Chromium found: install one, set CHROMIUM_PATH, or use --node');
  const server = await createServer({
    root: dirname(folder),
    configFile: false,
    logLevel: 'error',
    // A second cache, so that a dev server of the page is not disturbed.
    cacheDir: join('node_modules', '.vite', 'bench'),
    optimizeDeps: { entries: ['bench/page.html', 'src/benchmark/engines/*.ts'] },
    server: {
      port: 0,
      hmr: false,
      watch: null,
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('the benchmark page has no address');
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });

  const places = placesOf(async (engine) => {
    const page: Page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`[${engine}] ${message.text()}`);
    });
    page.on('pageerror', (error) => console.error(`[${engine}] ${error.stack ?? error.message}`));
    await page.goto(`http://localhost:${address.port}/bench/page.html?engine=${engine}`);
    await page.waitForFunction(() => globalThis.benchAnswer !== undefined);
    const session = remoteSession(async (call) => valueIn(await page.evaluate((message) => globalThis.benchAnswer!(message), call)));
    return { session, end: () => page.close() };
  });
  return {
    ...places,
    runtime: `Chromium ${browser.version()}`,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function valueIn({ value, error }: Answer): unknown {
  if (error !== undefined) throw new Error(error);
  return value;
}

/** The process's next message, or its end. */
function answerOf(child: ChildProcess, engine: EngineId): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (status: number | null, signal: string | null) => reject(new Error(`the ${engine} process ended (${signal ?? status})`));
    child.once('exit', onExit);
    child.once('message', (answer: Answer) => {
      child.off('exit', onExit);
      resolve(answer);
    });
  });
}

export async function openNode(): Promise<CommandLinePlaces> {
  const places = placesOf(async (engine) => {
    const child = fork(join(folder, 'node-place.ts'), [engine]);
    await answerOf(child, engine);
    const session = remoteSession(async (call) => {
      const answer = answerOf(child, engine);
      child.send(call);
      return valueIn(await answer);
    });
    return { session, end: async () => child.kill('SIGKILL') };
  });
  return { ...places, runtime: `Node ${process.versions.node}`, close: places.endAll };
}
