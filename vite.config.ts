/** How the page is served and built. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { workerOnly } from './scripts/worker-only.mjs';
import packageJson from './package.json' with { type: 'json' };

/**
 * Cross-origin isolation: precise timers in the worker, and threads for the WASM backend. A host that cannot send these
 * headers still serves a page that works.
 */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  // The built page works from any folder of any host.
  base: './',
  plugins: [react(), workerOnly()],
  // Reports say which version made them.
  define: {
    'import.meta.env.PAGE_VERSION': JSON.stringify(packageJson.version),
    'import.meta.env.TENSORFLOW_VERSION': JSON.stringify(packageJson.dependencies['@tensorflow/tfjs-core']),
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  worker: { format: 'es' },
  // The worker's libraries are found with the page's: else the first visit in development reloads half-way through.
  optimizeDeps: {
    entries: [
      'index.html',
      'src/worker/training.worker.ts',
      'src/worker/data/data.worker.ts',
      'src/benchmark/benchmark.worker.ts',
      'src/benchmark/engines/*.ts',
    ],
  },
  build: {
    target: 'es2023',
    // React, Mantine and the panel's descriptions are needed at once; splitting them would only add requests.
    chunkSizeWarningLimit: 1000,
  },
});
