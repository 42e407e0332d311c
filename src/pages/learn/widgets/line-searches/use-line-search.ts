/** What is set in the picture of a line search, and what the search, PAL and Polyak make of it. */
import { useMemo, useState } from 'react';
import type { Range } from '../../../../lesson-parts/frame';
import { type Landscape, type LandscapeId, landscapeOf } from '../../../../lessons/landscapes';
import {
  type Line,
  lineOn,
  type PalCourse,
  type PolyakCourse,
  palCourse,
  polyakCourse,
  type SearchCourse,
  type SearchId,
  searched,
  searchSetting,
} from '../../../../lessons/line-search-lesson';
import { looksOf } from '../../../../state/looks';

/** The Polyak step's cap, far out of the way: the search has none either. */
const eta = 10;

export interface LineSearchState {
  readonly landscape: Landscape;
  /** Which of the landscape's points. */
  readonly place: number;
  readonly line: Line;
  readonly search: SearchId;
  readonly c: number;
  /** γ of the first trial. */
  readonly first: number;
  readonly shrink: number;
  readonly course: SearchCourse;
  readonly pal: PalCourse;
  readonly polyak: PolyakCourse;
  /** Trials that are shown, from 0. */
  readonly at: number;
  /** The frame of the picture; it does not depend on what is tried. */
  readonly x: Range;
  readonly y: Range;
  /** CSS colours of the methods, the same as in every figure. */
  readonly colors: { readonly search: string; readonly pal: string; readonly polyak: string };
  chooseLandscape(id: LandscapeId): void;
  choosePlace(place: number): void;
  chooseSearch(id: SearchId): void;
  setC(c: number): void;
  setFirst(first: number): void;
  setShrink(shrink: number): void;
  seek(at: number): void;
}

/** The steps and losses worth seeing: more than twice as far as the loss stays below what it is at the point. */
function frameOf(line: Line, lowest: number): { x: Range; y: Range } {
  let near = 1e-5;
  while (near < 1e3 && line.phi(near) < line.loss) near *= 1.1;
  let reach = near;
  // Where the curve rises and falls again, to the last place below.
  for (let i = 1; i <= 400; i++) if (line.phi((near * 4 * i) / 400) < line.loss) reach = Math.max(reach, (near * 4 * i) / 400);
  const depth = line.loss - lowest;
  return { x: [0, reach * 2.4], y: [lowest - depth * 0.12, line.loss + depth * 0.75] };
}

export function useLineSearch(): LineSearchState {
  const [id, setId] = useState<LandscapeId>('quadratic');
  const [place, setPlace] = useState(0);
  const [search, setSearch] = useState<SearchId>('sls-armijo');
  const [c, setC] = useState(0.1);
  const [first, setFirst] = useState(1);
  const [shrink, setShrink] = useState(0.9);
  /** Null: the end, however long the search is. */
  const [sought, setSought] = useState<number | null>(null);
  const { landscape, line, pal, polyak, frame } = useMemo(() => {
    const landscape = landscapeOf(id);
    const line = lineOn(landscape, landscape.starts[place]!);
    return {
      landscape,
      line,
      pal: palCourse(searchSetting('pal'), line),
      polyak: polyakCourse(line, eta, landscape.minimum.value),
      frame: frameOf(line, landscape.minimum.value),
    };
  }, [id, place]);
  // Reset option 2 of the SLS methods: every search begins with the initial step.
  const course = useMemo(
    () => searched(searchSetting(search, { c, initialStep: first, shrink, resetOption: 2 }), line),
    [search, c, first, shrink, line],
  );
  const colors = useMemo(() => {
    const of = (method: SearchId | 'pal' | 'aalig') => looksOf([{ id: method }])[0]!.color;
    return { search: of(search), pal: of('pal'), polyak: of('aalig') };
  }, [search]);
  /** A change shows the whole search that comes of it. */
  const changing =
    <Value>(set: (value: Value) => void) =>
    (value: Value) => {
      setSought(null);
      set(value);
    };
  return {
    landscape,
    place,
    line,
    search,
    c,
    first,
    shrink,
    course,
    pal,
    polyak,
    at: Math.min(sought ?? course.trials.length, course.trials.length),
    ...frame,
    colors,
    chooseLandscape: changing((to: LandscapeId) => {
      setId(to);
      setPlace(0);
    }),
    choosePlace: changing(setPlace),
    chooseSearch: changing(setSearch),
    setC: changing(setC),
    setFirst: changing(setFirst),
    setShrink: changing(setShrink),
    seek: setSought,
  };
}
