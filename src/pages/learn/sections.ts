/** The parts of the page in their order. Each brings its own code when it is about to be seen. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

export interface Section {
  /** Its part of the address, e.g. `#one-step`. */
  readonly id: string;
  readonly title: string;
  /** Its name in the index. */
  readonly short: string;
  /** Null: each of its parts takes its own. */
  readonly minutes: number | null;
  /** What there is to find out, above the widget. */
  readonly lead: string;
  readonly Body: LazyExoticComponent<ComponentType>;
  /** Pixels that are kept for it while it is not there: on wide screens, and on narrow ones. */
  readonly height: readonly [wide: number, narrow: number];
}

/** The sections, in the order in which each stands on the one before. */
export const sections: readonly Section[] = [
  {
    id: 'one-step',
    title: 'One step',
    short: 'One step',
    minutes: 4,
    lead: 'A step size says how far to follow the slope downhill. Polyak’s idea: if you know the loss ℓ̄ that can be reached, go to where the tangent reaches it. Drag the point, the floor ℓ̄ and the cap η.',
    Body: lazy(() => import('./sections/OneStep').then((module) => ({ default: module.OneStep }))),
    height: [920, 1810],
  },
  {
    id: 'two-samples',
    title: 'Two samples that disagree',
    short: 'Two samples',
    minutes: 4,
    lead: 'A loss of 0 can be reached only if every sample’s loss can be 0 at once: then the model interpolates. Drag the two minima apart, and watch three methods walk over the same batches.',
    Body: lazy(() => import('./sections/TwoSamples').then((module) => ({ default: module.TwoSamples }))),
    height: [1060, 2070],
  },
  {
    id: 'aovs',
    title: 'AOVs at work',
    short: 'AOVs at work',
    minutes: 4,
    lead: 'AALIG keeps one approximate optimal value (AOV) for each sample: how low it thinks that sample’s loss can get. It starts at the lower bound, and moves a few times in a training, once every section.',
    Body: lazy(() => import('./sections/AovsAtWork').then((module) => ({ default: module.AovsAtWork }))),
    height: [1080, 1850],
  },
  {
    id: 'line-searches',
    title: 'The price of asking: line searches',
    short: 'Line searches',
    minutes: 3,
    lead: 'A line search does not guess a step, it tries some. Every trial passes the batch through the model once more: one evaluation. Here is the loss along the gradient, φ(γ), and what each method makes of it.',
    Body: lazy(() => import('./sections/LineSearches').then((module) => ({ default: module.LineSearches }))),
    height: [690, 1540],
  },
  {
    id: 'landscapes',
    title: 'A race in two dimensions',
    short: 'A race',
    minutes: 3,
    lead: 'All methods from one start, on a landscape that can be seen whole. Click, drag, or use the arrow keys to move the start. An evaluation is one pass of a batch through the model: what a step really costs.',
    Body: lazy(() => import('./sections/Landscapes').then((module) => ({ default: module.Landscapes }))),
    height: [1110, 2095],
  },
  {
    id: 'rules',
    title: 'The rules as they run',
    short: 'The rules',
    minutes: 2,
    lead: 'Each optimizer’s update: the formula, the lines that run in this page, and the same in PyTorch. Point at a term to find it in all three.',
    Body: lazy(() => import('./code/CodeSection').then((module) => ({ default: module.CodeSection }))),
    height: [1265, 1085],
  },
  {
    id: 'tours',
    title: 'Now with real networks: guided tours',
    short: 'Guided tours',
    minutes: null,
    lead: '',
    Body: lazy(() => import('./sections/Tours').then((module) => ({ default: module.Tours }))),
    height: [575, 1066],
  },
];
