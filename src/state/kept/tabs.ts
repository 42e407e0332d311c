/** Several tabs of the page: a session belongs to the tab in whose charts it is; the others see it in their list and leave it alone. */

const prefix = 'polyak-run ';
const channelName = 'polyak-runs';

/** Milliseconds: a page that is loaded anew waits for its old self to let go for less. */
const patience = 3000;

export class Tabs {
  private readonly channel =
    typeof BroadcastChannel === 'function' && globalThis.navigator?.locks ? new BroadcastChannel(channelName) : null;
  private held: { readonly id: string; release(): void } | null = null;

  /** @param changed called when another tab has written something */
  constructor(changed: () => void) {
    if (this.channel) this.channel.onmessage = () => changed();
  }

  /** Tells the other tabs that there is something new in the storage. */
  tell(): void {
    this.channel?.postMessage('changed');
  }

  /**
   * Takes a session, and lets go of the one before.
   * @returns false where another tab has it; then nothing changes
   */
  async take(id: string): Promise<boolean> {
    if (this.held?.id === id) return true;
    // Without locks (an old browser, or a page that is not served securely) nobody can tell: each tab for itself.
    const locks = globalThis.navigator?.locks;
    if (!locks) return true;
    return new Promise<boolean>((settle) => {
      locks
        .request(prefix + id, { ifAvailable: true }, (lock) => {
          if (!lock) {
            settle(false);
            return undefined;
          }
          return new Promise<void>((release) => {
            this.letGo();
            this.held = { id, release };
            settle(true);
          });
        })
        .catch(() => settle(false));
    });
  }

  /** Lets go of the session that this tab has. */
  letGo(): void {
    this.held?.release();
    this.held = null;
  }

  /** Ids of the sessions that other tabs have. */
  async elsewhere(): Promise<ReadonlySet<string>> {
    const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
    const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
    return new Set(names.filter((id) => id !== this.held?.id));
  }

  /** Waits until no tab has the session. @returns false where one still has it after a while */
  async whenFree(id: string): Promise<boolean> {
    const locks = globalThis.navigator?.locks;
    if (!locks) return true;
    try {
      await locks.request(prefix + id, { signal: AbortSignal.timeout(patience) }, () => undefined);
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    this.letGo();
    this.channel?.close();
  }
}
