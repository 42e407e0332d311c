/** How the page is served and built. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import packageJson from './package.json' with { type: 'json' };
import { contentPolicy, licenceList, offline, serviceWorkerFile } from './scripts/offline-plugin.mjs';
import { isolation } from './scripts/policy.mjs';
import { workerOnly } from './scripts/worker-only.mjs';

export default defineConfig({
  // The built page works from any folder of any host.
  base: './',
  plugins: [react(), workerOnly(), contentPolicy(), licenceList(), offline()],
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
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'src/offline/service-worker.ts' },
      // Its address is its identity: it has no hash, and lies beside the page that it serves.
      output: {
        entryFileNames: (chunk) => (chunk.name === 'service-worker' ? serviceWorkerFile : 'assets/[name]-[hash].js'),
      },
    },
  },
});
