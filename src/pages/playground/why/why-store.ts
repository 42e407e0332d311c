/** Which run's step is being looked at: the panel's own small store, since buttons all over the playground open it. */
import { create } from 'zustand';

export interface WhyStore {
  /** The run that is looked at; kept after the panel was closed, for the next look. */
  readonly runId: string | null;
  readonly opened: boolean;
  /** Whether the panel was opened to fork: it then begins with that. */
  readonly forking: boolean;
  /** @param runId null: the one looked at last, else the first that there is */
  open(runId: string | null, forking?: boolean): void;
  choose(runId: string): void;
  close(): void;
}

export const useWhy = create<WhyStore>()((set, get) => ({
  runId: null,
  opened: false,
  forking: false,
  open: (runId, forking = false) => set({ runId: runId ?? get().runId, opened: true, forking }),
  choose: (runId) => set({ runId }),
  close: () => set({ opened: false }),
}));
