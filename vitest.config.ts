/**
 * Two kinds of tests: `unit` in Node, and `gpu` (`*.gpu.test.ts`) in a real Chromium on WebGPU.
 * `npm run test:unit -- src/optimizers`, `npm run test:gpu -- --watch` and so on take Vitest's own arguments.
 */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, findChromium } from './scripts/find-chromium.mjs';
import { readShared } from './scripts/read-shared.mjs';

const executablePath = (await findChromium()) ?? undefined;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'src/**/*.test.ts',
            'src/**/*.test.tsx',
            'bench/**/*.test.ts',
            'fuzz/**/*.test.ts',
            'faults/**/*.test.ts',
            'load/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
          exclude: ['**/*.gpu.test.ts'],
          setupFiles: ['scripts/test-setup.ts'],
          testTimeout: 30_000,
        },
      },
      {
        worker: { format: 'es' },
        // Vite's bundling of dependencies on demand would reload the page in the middle of a test.
        optimizeDeps: {
          entries: ['src/**/*.gpu.test.ts'],
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients.js',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgl',
            '@tensorflow/tfjs-backend-webgpu',
            '@zip.js/zip.js',
            '@zip.js/zip.js/lib/zip-core-reader.js',
            'csv-parse/browser/esm/sync',
            'fast-check',
            'fast-png',
            'fflate',
            'hyparquet',
            'jpeg-js',
            'modern-tar',
            'zod',
          ],
        },
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          setupFiles: ['scripts/test-setup.ts'],
          // SwiftShader needs about 2 ms a dispatch, and CI has two cores.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // All files share one GPU process, so running two at a time gains nothing. Each still has a page of its own, with
          // its own tensors and backends: that costs about a tenth of a second.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath, args: chromiumFlags } }),
            instances: [{ browser: 'chromium' }],
            commands: { readShared },
          },
        },
      },
    ],
  },
});
