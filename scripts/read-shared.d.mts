import type { BrowserCommand } from 'vitest/node';

export const readShared: BrowserCommand<[path: string]>;

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** The text of ../shared/`path`, or null where there is no such file: see scripts/read-shared.mjs. */
    readShared(path: string): Promise<string | null>;
  }
}
