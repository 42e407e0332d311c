/** The store of small things the page remembers between visits. */
import { create } from 'zustand';
import { store, stored } from './small-storage';

export interface PreferencesStore {
  /** Whether single keys work the transport. */
  readonly shortcuts: boolean;
  /** Whether the first-visit line has served its purpose. */
  readonly introduced: boolean;
  setShortcuts(on: boolean): void;
  setIntroduced(): void;
}

export const usePreferences = create<PreferencesStore>()((set) => ({
  shortcuts: stored('polyak.shortcuts') !== 'off',
  introduced: stored('polyak.introduced') === 'yes',
  setShortcuts(shortcuts) {
    store('polyak.shortcuts', shortcuts ? 'on' : 'off');
    set({ shortcuts });
  },
  setIntroduced() {
    store('polyak.introduced', 'yes');
    set({ introduced: true });
  },
}));
