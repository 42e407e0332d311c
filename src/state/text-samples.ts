/** What a person asks a character model for, and what it wrote. */
import { create } from 'zustand';
import { sampleText } from './worker-questions';

export const textLimits = { length: { min: 1, max: 2000 }, temperature: { min: 0.05, max: 2 } } as const;

export interface TextSamplesStore {
  readonly prompt: string;
  /** As typed. */
  readonly length: string;
  readonly temperature: number;
  readonly busy: boolean;
  /** The latest text, with the prompt that it goes on from. */
  readonly written: { readonly prompt: string; readonly text: string } | null;
  /** Why the latest request brought none. */
  readonly problem: string | null;
  set(changes: Partial<Pick<TextSamplesStore, 'prompt' | 'length' | 'temperature'>>): void;
  /** Asks the model of this run. Each request draws anew. */
  sample(runId: string): Promise<void>;
  /** A new session: what an older model wrote is not its text. */
  forget(): void;
}

/** The length that was typed. @returns what is wrong with it, in words, for anything but a whole number within the limits */
export function parseLength(text: string): number | string {
  const { min, max } = textLimits.length;
  const length = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
  return length >= min && length <= max ? length : `The number of characters must be a whole number from ${min} to ${max}.`;
}

let requests = 0;

export const useTextSamples = create<TextSamplesStore>()((set, get) => ({
  prompt: 'The ',
  length: '300',
  temperature: 0.8,
  busy: false,
  written: null,
  problem: null,
  set,
  async sample(runId) {
    const { prompt, temperature, length: typed } = get();
    const length = parseLength(typed);
    if (typeof length === 'string') {
      set({ problem: length });
      return;
    }
    requests += 1;
    const request = requests;
    set({ busy: true, problem: null });
    try {
      const text = await sampleText({ runId, prompt, length, temperature, seed: request });
      if (request === requests) set({ written: { prompt, text }, busy: false });
    } catch (error) {
      if (request === requests) set({ problem: error instanceof Error ? error.message : String(error), busy: false });
    }
  },
  forget() {
    requests += 1;
    set({ busy: false, written: null, problem: null });
  },
}));
