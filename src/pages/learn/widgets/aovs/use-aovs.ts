/** What is set in the section on AOVs, the training that follows from it, the section of it and the sample that are looked at. */
import { useDeferredValue, useMemo, useState } from 'react';
import {
  type AovBar,
  type AovBranch,
  type AovSection,
  type AovSetting,
  type AovState,
  aovDefaults,
  complete,
} from '../../../../lessons/aov-lesson';

/** The epoch that is shown at first: three sections, so that both branches are to be seen; and a sample that contradicts another. */
const firstEpoch = 15;
const firstSample = 27;

export interface AovCounts {
  readonly of: Readonly<Record<AovBranch, number>>;
  /** Lowered or held. */
  readonly reached: number;
  /** Mean distance of the AOVs from the losses at the best weights. */
  readonly distance: number;
}

export interface AovsView {
  /** As the sliders show it; `training` follows as fast as it can. */
  readonly setting: AovSetting;
  readonly training: AovState;
  readonly at: number;
  readonly section: AovSection;
  readonly counts: AovCounts;
  /** The top of the picture; all AOVs and references of the training lie below it. */
  readonly top: number;
  /** The sample that is told about: pointed at, or else picked. */
  readonly sample: number;
  readonly picked: number;
  seek(at: number): void;
  change(over: Partial<AovSetting>): void;
  pick(sample: number): void;
  point(sample: number | null): void;
}

function countsOf({ bars }: AovSection, { samples }: AovState): AovCounts {
  const of: Record<AovBranch, number> = { start: 0, raised: 0, lowered: 0, held: 0 };
  for (const { branch } of bars) of[branch]++;
  const distance = bars.reduce((sum, { aov }, z) => sum + Math.abs(aov - samples[z]!.ideal), 0) / bars.length;
  return { of, reached: of.lowered + of.held, distance };
}

const levelsOf = ({ aov, reference }: AovBar) => Math.max(aov, reference ?? 0);

export function useAovs(): AovsView {
  const [setting, setSetting] = useState(aovDefaults);
  const [epoch, setEpoch] = useState(firstEpoch);
  const [picked, setPicked] = useState(firstSample);
  const [pointed, setPointed] = useState<number | null>(null);
  const settled = useDeferredValue(setting);
  const training = useMemo(() => complete(settled), [settled]);
  const { sections } = training;
  // Time stays where it is while K changes.
  const at = sections.findLastIndex((section) => section.epoch <= epoch);
  const section = sections[at]!;
  const top = useMemo(() => Math.ceil(2 * Math.max(...sections.flatMap(({ bars }) => bars.map(levelsOf))) + 0.1) / 2, [sections]);
  return {
    setting,
    training,
    at,
    section,
    counts: countsOf(section, training),
    top,
    sample: pointed ?? picked,
    picked,
    seek: (to) => setEpoch(sections[to]!.epoch),
    change: (over) => setSetting((now) => ({ ...now, ...over })),
    pick: (sample) => setPicked(Math.max(0, Math.min(training.samples.length - 1, sample))),
    point: setPointed,
  };
}
