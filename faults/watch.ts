/**
 * What is noted inside the page, where no time passes between an event and its note: when a session began to go on, and with how many records.
 * These functions are sent to the page as text: they use nothing from outside, and name no functions inside (tsx would wrap those in a helper of
 * its own).
 */

/** A session that the page began, or went on with. */
export interface Beginning {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Updates of each run that the page had when it began: those of before. */
  readonly restored: readonly number[];
  /** Since when there are new ones; null: none yet. */
  trainingAt: number | null;
}

declare global {
  var __faults: { readonly beginnings: Beginning[] } | undefined;
}

/** Runs in the page before its own scripts do. */
export function watchBeginnings(): void {
  if (globalThis.__faults) return;
  const beginnings: Beginning[] = [];
  globalThis.__faults = { beginnings };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...given: unknown[]) {
    // What is kept of a session is put into the charts before the worker hears of it.
    if ((given[0] as { type?: unknown } | null)?.type === 'start') {
      const runs = globalThis.__playground?.session().runs ?? [];
      beginnings.push({ at: Date.now(), restored: runs.map((run) => run.updates), trainingAt: null });
    }
    return Reflect.apply(post, this, given);
  };
  setInterval(() => {
    const current = beginnings.at(-1);
    if (!current || current.trainingAt !== null) return;
    const runs = globalThis.__playground?.session().runs ?? [];
    if (runs.some((run, index) => run.updates > (current.restored[index] ?? 0))) current.trainingAt = Date.now();
  }, 4);
}

/** How a session under way stands, in the page and in the browser's storage. */
export interface Standing {
  readonly status: string;
  /** Updates of each run that the page has recorded. */
  readonly recorded: readonly number[];
  /** Updates of each run up to the checkpoint that is stored, in the same order; null: none is. */
  readonly stored: readonly number[] | null;
}

/** Reads the storage itself, not by way of the page's code. Runs in the page. */
export async function standing(): Promise<Standing> {
  const opening = indexedDB.open('polyak-runs');
  const heads = await new Promise<unknown[]>((resolve) => {
    opening.onerror = () => resolve([]);
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onsuccess = () => {
      const reading = opening.result.transaction('heads').objectStore('heads').getAll();
      reading.onerror = () => resolve([]);
      reading.onsuccess = () => {
        opening.result.close();
        resolve(reading.result);
      };
    };
  });
  let latest: { createdAt: number; status: string; checkpoint: { at: { updates: number }[] } | null } | null = null;
  for (const { bytes } of heads as { bytes: Uint8Array }[]) {
    // A JSON header at byte 16, whose length stands at byte 8: `src/state/kept/packed.ts`.
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
    const { value } = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length)));
    if (latest === null || value.createdAt > latest.createdAt) latest = value;
  }
  const session = globalThis.__playground?.session();
  return {
    status: session?.status ?? 'none',
    recorded: session?.runs.map((run) => run.updates) ?? [],
    stored: latest?.status === 'under-way' ? (latest.checkpoint?.at.map(({ updates }) => updates) ?? null) : null,
  };
}
