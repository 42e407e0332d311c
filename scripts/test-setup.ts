/**
 * Fails a test that wrote to `console.error` or caused a GPU error, in Node and in the browser. (Vitest itself fails a run
 * on uncaught exceptions and unhandled rejections.)
 *
 * A test that provokes an error on purpose says so: `vi.spyOn(console, 'error').mockImplementation(() => {})` for the
 * console, `globalThis.expectGpuErrors(() => …)` for the GPU.
 */
import { afterAll, afterEach } from 'vitest';
import { watchGpu } from './watch-gpu';

interface Watch {
  /** What went wrong since the last look. */
  readonly problems: string[];
  /** Takes GPU errors that a test provokes; null: there are none to be expected. */
  expectedGpuErrors: string[] | null;
}

declare global {
  var watchOfTests: Watch | undefined;
  /**
   * Runs `body` and resolves to the messages of the GPU errors that it caused, which then fail nothing. `body` must wait until
   * the device has reported (e.g. `await device.queue.onSubmittedWorkDone()`).
   */
  var expectGpuErrors: (body: () => Promise<void>) => Promise<string[]>;
}

function watchConsole(watch: Watch): void {
  const original = console.error;
  console.error = (...values: unknown[]) => {
    watch.problems.push(`console.error: ${values.map((value) => (value instanceof Error ? value.stack : String(value))).join(' ')}`);
    original(...values);
  };
}

function startWatch(): Watch {
  const watch: Watch = { problems: [], expectedGpuErrors: null };
  watchConsole(watch);
  watchGpu((message) => {
    if (watch.expectedGpuErrors) watch.expectedGpuErrors.push(message);
    else watch.problems.push(`GPU error: ${message}`);
  });
  return watch;
}

// Test files that share a page share its console and its adapters: watch them once, not once a file.
globalThis.watchOfTests ??= startWatch();
const watch = globalThis.watchOfTests;

globalThis.expectGpuErrors = async (body) => {
  const messages: string[] = [];
  watch.expectedGpuErrors = messages;
  try {
    await body();
  } finally {
    watch.expectedGpuErrors = null;
  }
  return messages;
};

function failOnProblems(): void {
  const found = watch.problems.splice(0);
  if (found.length > 0) throw new Error(found.join('\n'));
}

afterEach(failOnProblems);
afterAll(failOnProblems);
