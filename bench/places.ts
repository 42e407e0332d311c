/** Where engines are measured: pages of a real Chromium, or Node processes. One place an engine. */
import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { chromiumFlags, findChromium } from '../scripts/find-chromium.mjs';
import type { EngineId } from './contestant';
import type { Answer, Call } from './node-place';
import type { Session } from './session';

export interface Places {
  /** What runs the engines, e.g. "Chromium 150.0". */
  readonly runtime: string;
  readonly sessions: ReadonlyMap<EngineId, Session>;
  close(): Promise<void>;
}

const folder = dirname(fileURLToPath(import.meta.url));

type Caller = (call: Call) => Promise<unknown>;

/** A session whose methods run elsewhere. */
function remote(call: Caller): Session {
  return {
    adapter: () => call({ method: 'adapter', values: [] }) as ReturnType<Session['adapter']>,
    optimizers: () => call({ method: 'optimizers', values: [] }) as ReturnType<Session['optimizers']>,
    open: (...values) => call({ method: 'open', values }) as ReturnType<Session['open']>,
    round: (...values) => call({ method: 'round', values }) as ReturnType<Session['round']>,
  };
}

export async function openBrowser(engines: readonly EngineId[]): Promise<Places> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('no Chromium found: install one, set CHROMIUM_PATH, or use --node');
  const server = await createServer({
    root: dirname(folder),
    configFile: false,
    logLevel: 'error',
    // A second cache, so that a dev server of the page is not disturbed.
    cacheDir: join('node_modules', '.vite', 'bench'),
    optimizeDeps: { entries: ['bench/page.html', 'bench/engines/*.ts'] },
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
  const sessions = new Map<EngineId, Session>();
  for (const engine of engines) {
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`[${engine}] ${message.text()}`);
    });
    page.on('pageerror', (error) => console.error(`[${engine}] ${error.stack ?? error.message}`));
    await page.goto(`http://localhost:${address.port}/bench/page.html?engine=${engine}`);
    await page.waitForFunction(() => globalThis.benchSession !== undefined);
    const call: Caller = ({ method, values }) =>
      page.evaluate(([name, args]) => (globalThis.benchSession![name] as (...values: readonly unknown[]) => Promise<unknown>)(...args), [
        method,
        values,
      ] as const);
    sessions.set(engine, remote(call));
  }
  return {
    runtime: `Chromium ${browser.version()}`,
    sessions,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

export async function openNode(engines: readonly EngineId[]): Promise<Places> {
  const children = engines.map((engine) => ({ engine, child: fork(join(folder, 'node-place.ts'), [engine]) }));
  const sessions = new Map<EngineId, Session>();
  for (const { engine, child } of children) {
    const answer = () =>
      new Promise<unknown>((resolve, reject) => {
        const onExit = (status: number | null, signal: string | null) =>
          reject(new Error(`the ${engine} process ended (${signal ?? status})`));
        child.once('exit', onExit);
        child.once('message', ({ value, error }: Answer) => {
          child.off('exit', onExit);
          if (error === undefined) resolve(value);
          else reject(new Error(`${engine}: ${error}`));
        });
      });
    await answer();
    const call: Caller = (message) => {
      const answered = answer();
      child.send(message);
      return answered;
    };
    sessions.set(engine, remote(call));
  }
  return {
    runtime: `Node ${process.versions.node}`,
    sessions,
    async close() {
      for (const { child } of children) child.disconnect();
    },
  };
}
