/** The kinds of kills: how each is done, and how a session comes back after it. */
import type { Page } from '@playwright/test';
import type { Random } from '../src/random/random';
import type { Kind } from './options';
import type { Place } from './place';

/** What a kill leaves behind. */
export interface Aftermath {
  /** The page in which the session goes on. */
  readonly page: Page;
  /** Whether it is one that was loaded after the kill. */
  readonly isNew: boolean;
  /** What exactly was done. */
  readonly what: string;
  /** Whether the session must go on in this page as if nothing had happened, not from a checkpoint. */
  readonly undisturbed: boolean;
  /** Puts right what was taken away; called when the session goes on. */
  restore(): Promise<void>;
}

/** What kills need of where they happen: a context's pages, and for some kinds its server and processes. */
export type Scene = Pick<Place, 'context' | 'address'> & Partial<Place>;

type Kill = (scene: Scene, page: Page, random: Random) => Promise<Aftermath>;

const nothing = async () => undefined;

async function crashed(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const gone = page.waitForEvent('crash');
  // Nobody is left to answer.
  void session.send('Page.crash').catch(() => undefined);
  await gone;
}

/** The tab ends in one of three ways; the page is opened again, and Resume is pressed. */
const tab: Kill = async ({ context, address }, page, random) => {
  const what = (['crashed', 'closed', 'reloaded'] as const)[random.below(3)]!;
  let next = page;
  if (what === 'reloaded') await page.reload();
  else {
    if (what === 'crashed') await crashed(page);
    await page.close();
    next = await context.newPage();
    await next.goto(address);
  }
  await next.getByRole('main').getByRole('button', { name: 'Resume', exact: true }).click();
  return { page: next, isNew: true, what, undisturbed: false, restore: nothing };
};

const worker: Kill = async (_scene, page) => {
  await page.evaluate(() => globalThis.__playground!.breakWorker());
  return { page, isNew: false, what: 'crashed', undisturbed: false, restore: nothing };
};

const device: Kill = async (_scene, page) => {
  let lost = 0;
  for (const each of page.workers()) lost += await each.evaluate(() => globalThis.__devices?.lose() ?? 0).catch(() => 0);
  if (lost === 0) throw new Error('no worker of the page had a GPU device');
  return { page, isNew: false, what: 'lost', undisturbed: false, restore: nothing };
};

const gpuProcess: Kill = async (scene, page) => {
  await scene.killGpuProcess!();
  const onGpu = await page.evaluate(() => localStorage.getItem('polyak.backend') === 'webgpu');
  return { page, isNew: false, what: 'killed', undisturbed: !onGpu, restore: nothing };
};

/** Nothing is served for a while. */
const server: Kill = async (scene, page, random) => {
  const serveAgain = await scene.stopServing!();
  const seconds = 0.3 + 2 * random.uniform();
  const again = new Promise((resolve) => setTimeout(resolve, 1000 * seconds)).then(serveAgain);
  // Whoever waits for it hears of it; until then it is no unhandled one.
  again.catch(() => undefined);
  return {
    page,
    isNew: false,
    what: `gone for ${seconds.toFixed(1)} s`,
    undisturbed: true,
    async restore() {
      await again;
      const answer = await page.request.get(scene.address);
      if (!answer.ok()) throw new Error(`the server came back with status ${answer.status()}`);
    },
  };
};

export const killOf: Readonly<Record<Kind, Kill>> = { tab, worker, device, 'gpu-process': gpuProcess, server };
