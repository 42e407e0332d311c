/**
 * Several tabs of the page: only one runs the queue. The others pass on what a person does in them, and are told when something changed;
 * when the one that runs is closed, the next takes over.
 */

import type { NewSweep } from './actions';
import type { SweepOrigin } from './entry';

/** A sweep to be added, with all that another tab cannot know. */
export interface AddedSweep extends NewSweep {
  readonly id: string;
  readonly origin: SweepOrigin;
  readonly createdAt: number;
  /** The LIBSVM file that it reads, if it is at hand. */
  readonly file: File | null;
}

/** What a person did. */
export type SweepCommand =
  | { readonly type: 'add'; readonly added: readonly AddedSweep[] }
  | { readonly type: 'pause' | 'resume' }
  | { readonly type: 'move'; readonly id: string; readonly by: -1 | 1 }
  | { readonly type: 'cancel' | 'remove'; readonly id: string }
  | { readonly type: 'restart'; readonly id: string; readonly file: File | null }
  | { readonly type: 'rename'; readonly id: string; readonly name: string };

type Message = { readonly kind: 'do'; readonly command: SweepCommand } | { readonly kind: 'changed' };

export interface TabListener {
  /** This tab runs the queue from now on. */
  lead(): void;
  /** Another tab runs it. */
  follow(): void;
  /** A command of a tab that follows. */
  command(command: SweepCommand): void;
  /** The tab that runs the queue has stored something. */
  changed(): void;
}

export interface Tabs {
  /** Passes a command on to the tab that runs the queue. */
  send(command: SweepCommand): void;
  /** Tells the others that there is something new in the storage. */
  changed(): void;
  close(): void;
}

const name = 'polyak-sweeps';
/** Milliseconds after which a lock that was not granted is another tab's. A page that is loaded anew waits for its old self for less. */
const patience = 300;

/** Joins the tabs of the page. */
export function joinTabs(listener: TabListener): Tabs {
  // Without locks (an old browser, or a page that is not served securely) nobody can tell: each tab for itself.
  const locks = globalThis.navigator?.locks;
  const channel = locks && typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
  let leads = false;
  let release: () => void = () => {};
  const abort = new AbortController();
  const lead = () => {
    leads = true;
    listener.lead();
  };

  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'do' && leads) listener.command(data.command);
      if (data.kind === 'changed' && !leads) listener.changed();
    };
  }
  if (locks) {
    const timer = setTimeout(() => !leads && listener.follow(), patience);
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    locks
      .request(name, { signal: abort.signal }, () => {
        clearTimeout(timer);
        lead();
        return held;
      })
      // Rejects when this tab leaves before it was its turn.
      .catch(() => clearTimeout(timer));
  } else {
    queueMicrotask(lead);
  }

  return {
    send: (command) => channel?.postMessage({ kind: 'do', command } satisfies Message),
    changed: () => channel?.postMessage({ kind: 'changed' } satisfies Message),
    close() {
      abort.abort();
      release();
      channel?.close();
    },
  };
}
