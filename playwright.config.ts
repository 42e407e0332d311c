/** A person's journeys through the built page, in a real Chromium on WebGPU. */
import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './scripts/find-chromium.mjs';

// Playwright's own processes find the variable set by the main one's server: they start none.
const told = process.env.PLAYGROUND_PORT;

export default defineConfig({
  testDir: 'e2e',
  // By keyboard alone (e2e/keyboard.ts): not what only a pointer does, nor what nobody acts in.
  ...(process.env.JOURNEYS_BY === 'keyboard' && {
    grepInvert: /@pointer/,
    testIgnore: ['**/first-view.*', '**/hosting.*', '**/faults.*', '**/endurance.*', '**/load.*'],
  }),
  outputDir: 'test-results',
  // Journeys wait more than they compute: two at once take half the time, also on two cores.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    // The port that the server below printed.
    baseURL: `http://localhost:${process.env.PLAYGROUND_PORT}/`,
    viewport: { width: 1440, height: 900 },
    // Each journey has a browser profile of its own: all would fetch the whole page a second time.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: (await findChromium()) ?? undefined, args: chromiumFlags },
  },
  projects: [{ name: 'chromium' }],
  // A server that runs already is used where its port is told, e.g. `npx vite`'s while a page is being made.
  webServer: told
    ? undefined
    : {
        // Builds only where the sources are newer than dist/.
        command: 'node scripts/start.mjs --no-open --port 0',
        wait: { stdout: /ready at http:\/\/localhost:(?<PLAYGROUND_PORT>\d+)\// },
        timeout: 180_000,
      },
});
