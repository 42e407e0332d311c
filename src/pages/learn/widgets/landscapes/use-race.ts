/** What the race is made of: landscape, start, the methods that are shown, and how far it has gone. */
import { useMemo, useState } from 'react';
import { type Landscape, type LandscapeId, landscapeOf, leastSquares, type Point } from '../../../../lessons/landscapes';
import { type Racer, race, suggestedSettings } from '../../../../lessons/race';
import { type OptimizerId, optimizerIds } from '../../../../optimizers/definition';
import { optimizerLabels } from '../../../../state/labels';
import { looksOf } from '../../../../state/looks';
import type { Appearance } from '../../../../state/palette';
import type { OptimizerSetting } from '../../../../training/experiment';
import { type Clock, pointAt, upToFinish } from './trails';

/** Updates of each method, and what the clock goes up to. */
export const raceSteps = 200;
export const conditionRange = [1, 300] as const;
export const factorRange = [0.1, 30] as const;
/** Those that are shown at first: few enough to be told apart. */
export const firstShown: readonly OptimizerId[] = ['aalig', 'sgd', 'adam', 'alig', 'sls-armijo', 'pal'];

export interface Method {
  readonly id: OptimizerId;
  readonly name: string;
  readonly look: Appearance;
  /** Whether it has an η, which the slider multiplies. */
  readonly scaled: boolean;
}

const plainSettings = suggestedSettings('quadratic');
const looks = looksOf(plainSettings);
// "SGD Nesterov" is too long for a map, and wrong where its momentum is 0.
const names = optimizerLabels(plainSettings).map((name) => name.split(' ')[0]!);

/** All methods, in the order of `optimizerIds`. */
export const methods: readonly Method[] = optimizerIds.map((id, i) => ({
  id,
  name: names[i]!,
  look: looks[i]!,
  scaled: typeof plainSettings[i]!.hyperparameters.eta === 'number',
}));

/** One method in the race as it stands. */
export interface Entrant extends Method {
  readonly racer: Racer;
  /** The point of its trail that the clock has reached. */
  readonly point: number;
  /** Whether it has left all measure by now. */
  readonly out: boolean;
  /** Whether it is at the finish by now: it stays there. */
  readonly arrived: boolean;
  /** From 1: those at the finish by when they came, the others by their loss now. Null for those that are out. */
  readonly place: number | null;
}

function scaledBy(factor: number, setting: OptimizerSetting): OptimizerSetting {
  const { eta } = setting.hyperparameters;
  return typeof eta === 'number' ? { ...setting, hyperparameters: { ...setting.hyperparameters, eta: eta * factor } } : setting;
}

/** The race of each method, made when it is first asked for. */
function racersOn(landscape: Landscape, start: Point, factor: number, seed: number): (id: OptimizerId) => Racer {
  const settings = suggestedSettings(landscape.id);
  const made = new Map<OptimizerId, Racer>();
  return (id) => {
    const known = made.get(id);
    if (known) return known;
    const setting = scaledBy(factor, settings.find((one) => one.id === id)!);
    const racer = upToFinish(race([setting], landscape, start, raceSteps, seed)[0]!, landscape.minimum.value);
    made.set(id, racer);
    return racer;
  };
}

function entrantsAt(
  shown: readonly OptimizerId[],
  racerOf: (id: OptimizerId) => Racer,
  { minimum }: Landscape,
  clock: Clock,
  at: number,
): Entrant[] {
  const entered = methods
    .filter(({ id }) => shown.includes(id))
    .map((method) => {
      const racer = racerOf(method.id);
      const standing = pointAt(racer, clock, at, minimum.value);
      const time = clock === 'steps' ? standing.point : racer.evaluations[standing.point]!;
      // Arrivals are before all losses.
      const rank = standing.arrived ? ([0, time] as const) : ([1, racer.losses[standing.point]!] as const);
      return { ...method, racer, ...standing, rank };
    });
  const racing = entered.filter(({ out }) => !out);
  return entered.map(({ rank, ...one }) => ({
    ...one,
    place: one.out ? null : 1 + racing.filter(({ rank: [kind, by] }) => kind < rank[0] || (kind === rank[0] && by < rank[1])).length,
  }));
}

/** The best first, the diverged last; equals and hidden ones in their usual order. */
const rankedOf = (entrants: readonly Entrant[]): readonly OptimizerId[] => {
  const places = new Map(entrants.map(({ id, place }) => [id, place ?? entrants.length + 1]));
  const placeOf = (id: OptimizerId) => places.get(id) ?? Number.POSITIVE_INFINITY;
  return [...optimizerIds].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : placeOf(one) > placeOf(other) ? 1 : 0));
};

/** The state of the section. */
export function useRace() {
  const [id, setId] = useState<LandscapeId>('quadratic');
  const [condition, setCondition] = useState(20);
  const [noise, setNoise] = useState(1);
  const [factor, setFactor] = useState(1);
  const [shown, setShown] = useState<readonly OptimizerId[]>(firstShown);
  const [at, setAt] = useState(raceSteps);
  const [clock, setClock] = useState<Clock>('steps');
  const landscape = useMemo(() => (id === 'least-squares' ? leastSquares(noise) : landscapeOf(id, condition)), [id, condition, noise]);
  const [start, setStart] = useState<Point>(landscape.starts[0]!);
  const racerOf = useMemo(() => racersOn(landscape, start, factor, noise), [landscape, start, factor, noise]);
  const entrants = useMemo(() => entrantsAt(shown, racerOf, landscape, clock, at), [shown, racerOf, landscape, clock, at]);
  // Rows move only when they are told to, not under the eyes of somebody who reads them.
  const [order, setOrder] = useState<readonly OptimizerId[]>(() => rankedOf(entrants));
  const ranked = rankedOf(entrants);
  const rows = order.flatMap((method) => entrants.find((one) => one.id === method) ?? []);
  return {
    landscape,
    condition,
    noise,
    factor,
    shown,
    at,
    clock,
    start,
    entrants,
    rows,
    setCondition,
    setFactor,
    setAt,
    setClock,
    setStart,
    choose: (next: LandscapeId) => {
      setId(next);
      setStart(landscapeOf(next).starts[0]!);
    },
    anotherNoise: () => setNoise(noise + 1),
    anotherStart: () => {
      const now = landscape.starts.findIndex(([x, y]) => x === start[0] && y === start[1]);
      setStart(landscape.starts[(now + 1) % landscape.starts.length]!);
    },
    toggle: (method: OptimizerId) => setShown(shown.includes(method) ? shown.filter((one) => one !== method) : [...shown, method]),
    show: (ids: readonly OptimizerId[]) => setShown(ids),
    sorted: rows.every(({ id: method }, i) => ranked[i] === method),
    sort: () => setOrder(ranked),
  };
}

export type RaceState = ReturnType<typeof useRace>;
