/**
 * `test` for all journeys: fails on anything that a careful person would see in the browser's console. Import it, `expect` and
 * `sharedFile` from here, not from Playwright.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base, type ConsoleMessage, expect } from '@playwright/test';
import { watchGpu } from '../scripts/watch-gpu';
import { type By, giveThePointerBack, takeThePointerAway, wayOf } from './keyboard';

export { expect };

const shared = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'shared', 'data');

/**
 * Runs first in every page and every worker, where it makes uncaptured GPU errors console errors. Chromium reports those of
 * a page as warnings with any text, and those of a worker not at all.
 */
const reportGpuErrors = `(${watchGpu})((message) => console.error('GPU error: ' + message));\n`;

async function watchPagesAndWorkers(context: BrowserContext): Promise<void> {
  await context.addInitScript(reportGpuErrors);
  // Playwright has no init script for workers: put it in front of their text.
  await context.route(/worker[^/]*\.js(\?|$)/i, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: reportGpuErrors + (await response.text()) });
  });
}

function problemIn(message: ConsoleMessage): string | null {
  if (message.type() !== 'error') return null;
  const { url, lineNumber } = message.location();
  return `console error: ${message.text()}${url ? ` (${url}:${lineNumber})` : ''}`;
}

interface Watch {
  /** Messages that a journey provokes on purpose: `test.use({ expectedProblems: [/device was lost/] })`. */
  expectedProblems: RegExp[];
  /** Fails the test on console errors, GPU errors and uncaught errors of its pages and workers. Runs by itself. */
  cleanConsole: undefined;
  /** What the journeys of a file are made with, if not told otherwise: `test.use({ by: 'keyboard' })`. See keyboard.ts. */
  by: By;
}

export const test = base.extend<Watch>({
  expectedProblems: [[], { option: true }],
  cleanConsole: [
    async ({ context, expectedProblems }, use) => {
      const problems: string[] = [];
      const add = (problem: string | null) => {
        if (problem && !expectedProblems.some((pattern) => pattern.test(problem))) problems.push(problem);
      };
      context.on('console', (message) => add(problemIn(message)));
      // Uncaught exceptions and unhandled rejections.
      context.on('weberror', (error) => add(`uncaught: ${error.error().stack ?? error.error().message}`));
      await watchPagesAndWorkers(context);
      await use(undefined);
      expect(problems, 'the console stays clean').toEqual([]);
    },
    { auto: true },
  ],
  by: ['pointer', { option: true }],
  page: async ({ page, context, by }, use, { tags }) => {
    const keyboard = wayOf(by, tags) === 'keyboard';
    if (keyboard) await takeThePointerAway(context, page);
    await use(page);
    if (keyboard) expect(giveThePointerBack(page), 'the focus is always somewhere, and seen').toEqual([]);
  },
});

/** Path of `../shared/data/<name>`. Skips the test where there is no such file, as on a clone that stands alone. */
export function sharedFile(name: string): string {
  const path = join(shared, name);
  test.skip(!existsSync(path), `needs ../shared/data/${name}, which is not beside this checkout`);
  return path;
}
