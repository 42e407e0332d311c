/** A person's journeys through the built page, in a real Chromium on WebGPU. */
import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './scripts/find-chromium.mjs';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Two browsers that train at once would only take turns on two cores.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    // The port that the server below printed.
    baseURL: `http://localhost:${process.env.PLAYGROUND_PORT}/`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: (await findChromium()) ?? undefined, args: chromiumFlags },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    // Builds only where the sources are newer than dist/.
    command: 'npx vite preview --outDir /tmp/shots/compare/dist --port 4277 --strictPort',
    wait: { stdout: /http:\/\/localhost:(?<PLAYGROUND_PORT>\d+)/ },
    timeout: 180_000,
  },
});
