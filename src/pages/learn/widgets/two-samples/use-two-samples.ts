/** What is set in the section of two samples, the whole game that follows from it, and the update that is looked at. */
import { useMemo, useState } from 'react';
import {
  type Interpolation,
  interpolation,
  play,
  type TwoSamplesFrame,
  type TwoSamplesSetting,
  type TwoSamplesState,
  twoSamplesDefaults,
} from '../../../../lessons/two-samples';

/** Weights that are drawn, and those that a minimum can be dragged to. */
export const weightRange = [-3, 3] as const;
export const minimaRange = [-2.5, 2.5] as const;

export interface TwoSamplesView {
  readonly setting: TwoSamplesSetting;
  /** Played to the end: `at` says how far it is shown. */
  readonly game: TwoSamplesState;
  readonly at: number;
  readonly frame: TwoSamplesFrame;
  readonly fit: Interpolation;
  seek(at: number): void;
  change(over: Partial<TwoSamplesSetting>): void;
  setMinimum(sample: 0 | 1, to: number): void;
  setHeight(sample: 0 | 1, to: number): void;
}

const replaced = (pair: readonly [number, number], index: 0 | 1, value: number) =>
  index === 0 ? ([value, pair[1]] as const) : ([pair[0], value] as const);

export function useTwoSamples(): TwoSamplesView {
  const [setting, setSetting] = useState(twoSamplesDefaults);
  const [at, seek] = useState(0);
  const game = useMemo(() => play(setting), [setting]);
  const change = (over: Partial<TwoSamplesSetting>) => setSetting((now) => ({ ...now, ...over }));
  return {
    setting,
    game,
    at,
    frame: game.frames[at]!,
    fit: interpolation(setting),
    seek: (to) => seek(Math.max(0, Math.min(game.frames.length - 1, Math.round(to)))),
    change,
    setMinimum: (sample, to) => setSetting((now) => ({ ...now, minima: replaced(now.minima, sample, to) })),
    setHeight: (sample, to) => setSetting((now) => ({ ...now, heights: replaced(now.heights, sample, to) })),
  };
}
