/** The store of small things the page remembers between visits. */
import { create } from 'zustand';

export interface PreferencesStore {
  /** Whether single keys work the transport. */
  readonly shortcuts: boolean;
  /** Whether the first-visit line has served its purpose. */
  readonly introduced: boolean;
  setShortcuts(on: boolean): void;
  setIntroduced(): void;
}

function stored(name: string): string | null {
  return globalThis.localStorage?.getItem(`polyak.${name}`) ?? null;
}

function store(name: string, value: string): void {
  globalThis.localStorage?.setItem(`polyak.${name}`, value);
}

export const usePreferences = create<PreferencesStore>()((set) => ({
  shortcuts: stored('shortcuts') !== 'off',
  introduced: stored('introduced') === 'yes',
  setShortcuts(shortcuts) {
    store('shortcuts', shortcuts ? 'on' : 'off');
    set({ shortcuts });
  },
  setIntroduced() {
    store('introduced', 'yes');
    set({ introduced: true });
  },
}));
