/** The store of the machine that computes: what the worker said of it and which backend the person asked for. */
import { create } from 'zustand';
import { type BackendChoice, backendNames, type DeviceInfo, type Stepping, steppings } from '../engine/device-info';
import { store, stored } from './small-storage';

/** Choices of the backend select, in order. */
export const backendChoices: readonly BackendChoice[] = ['auto', ...backendNames];

/** Names of the backends as people write them. */
export const backendLabels: Readonly<Record<BackendChoice, string>> = {
  auto: 'Automatic',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU (JavaScript)',
};

export interface DeviceStore {
  readonly choice: BackendChoice;
  /** How steps are made on WebGPU in sessions started from now on. */
  readonly stepping: Stepping;
  /** Null while the worker is still looking, or is gone. */
  readonly info: DeviceInfo | null;
  /** The worker crashed and was not restarted yet. */
  readonly lost: boolean;
  setChoice(choice: BackendChoice): void;
  setStepping(stepping: Stepping): void;
  /** What the worker said; null when it has been asked anew. */
  setInfo(info: DeviceInfo | null): void;
  setLost(): void;
}

/** The ways to make steps, as people read them. */
export const steppingLabels: Readonly<Record<Stepping, string>> = {
  recorded: 'Recorded once, repeated (fast)',
  eager: 'One library call at a time',
};

const storageKey = 'polyak.backend';
const steppingKey = 'polyak.stepping';

function rememberedChoice(): BackendChoice {
  const remembered = stored(storageKey);
  return backendChoices.find((choice) => choice === remembered) ?? 'auto';
}

export const useDevice = create<DeviceStore>()((set) => ({
  choice: rememberedChoice(),
  stepping: steppings.find((stepping) => stepping === stored(steppingKey)) ?? 'recorded',
  info: null,
  lost: false,
  setChoice(choice) {
    store(storageKey, choice);
    set({ choice });
  },
  setStepping(stepping) {
    store(steppingKey, stepping);
    set({ stepping });
  },
  setInfo: (info) => set({ info, lost: false }),
  setLost: () => set({ info: null, lost: true }),
}));
