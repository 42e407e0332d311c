/** Losses of one weight to stand on: each with its slope, the frame it is drawn in, and the minimum that is known of it. */

export interface Loss1d {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it stands for. */
  readonly summary: string;
  /** In TeX. */
  readonly formula: string;
  value(w: number): number;
  slope(w: number): number;
  /** The weights to draw, from and to. */
  readonly range: readonly [number, number];
  /** The losses to draw, from and to; no value in `range` is above it. */
  readonly valueRange: readonly [number, number];
  /** Where to stand at first. */
  readonly start: number;
  /** The smallest value there is; `at` is null where it is approached only. */
  readonly minimum: { readonly at: number | null; readonly value: number };
}

/** ln(1 + eˣ), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

const noise = 0.2;
/** What one cannot get below if a fifth of the labels is wrong: the entropy of a coin that falls so. */
const noisyMinimum = -(noise * Math.log(noise) + (1 - noise) * Math.log(1 - noise));

export const losses1d: readonly Loss1d[] = [
  {
    id: 'floor',
    name: 'parabola above zero',
    summary: 'A sample that cannot be fitted to zero: its smallest loss is 0.4.',
    formula: '\\tfrac12 (w - 1)^2 + 0.4',
    value: (w) => (w - 1) ** 2 / 2 + 0.4,
    slope: (w) => w - 1,
    range: [-2.5, 4],
    valueRange: [0, 6.6],
    start: -1.5,
    minimum: { at: 1, value: 0.4 },
  },
  {
    id: 'fit',
    name: 'parabola down to zero',
    summary: 'A sample that can be fitted: the Polyak step with target 0 goes half-way to the minimum.',
    formula: '\\tfrac12 (w - 1)^2',
    value: (w) => (w - 1) ** 2 / 2,
    slope: (w) => w - 1,
    range: [-2.5, 4],
    valueRange: [0, 6.6],
    start: -1.5,
    minimum: { at: 1, value: 0 },
  },
  {
    id: 'logistic',
    name: 'logistic',
    summary: 'The cross-entropy of one sample: zero only at infinity, and flat where the sample is already right.',
    formula: '\\ln(1 + e^{-2w})',
    value: (w) => softplus(-2 * w),
    slope: (w) => -2 * sigmoid(-2 * w),
    range: [-2.5, 3],
    valueRange: [0, 5.2],
    start: -1.5,
    minimum: { at: null, value: 0 },
  },
  {
    id: 'noisy-logistic',
    name: 'logistic with wrong labels',
    summary: 'The mean cross-entropy where a fifth of the labels is wrong: no weight brings it below 0.50.',
    formula: '0.8\\,\\ln(1 + e^{-2w}) + 0.2\\,\\ln(1 + e^{2w})',
    value: (w) => (1 - noise) * softplus(-2 * w) + noise * softplus(2 * w),
    slope: (w) => -2 * (1 - noise) * sigmoid(-2 * w) + 2 * noise * sigmoid(2 * w),
    range: [-2.5, 3],
    valueRange: [0, 5.2],
    start: -1.5,
    minimum: { at: Math.log((1 - noise) / noise) / 2, value: noisyMinimum },
  },
  {
    id: 'absolute',
    name: 'nearly |w|',
    summary: 'As steep far away as near: the Polyak step reaches the minimum almost at once.',
    formula: '\\sqrt{w^2 + 0.04} - 0.2',
    value: (w) => Math.sqrt(w * w + 0.04) - 0.2,
    slope: (w) => w / Math.sqrt(w * w + 0.04),
    range: [-3, 3],
    valueRange: [0, 3.2],
    start: -2.2,
    minimum: { at: 0, value: 0 },
  },
  {
    id: 'wavy',
    name: 'wavy',
    summary: 'Not convex: where it is nearly flat far above its target, only η keeps the step short.',
    formula: '0.15\\,(w - 0.5)^2 + 0.4\\,(1 - \\cos 3(w - 0.5)) + 0.2',
    value: (w) => 0.15 * (w - 0.5) ** 2 + 0.4 * (1 - Math.cos(3 * (w - 0.5))) + 0.2,
    slope: (w) => 0.3 * (w - 0.5) + 1.2 * Math.sin(3 * (w - 0.5)),
    range: [-3.5, 4.5],
    valueRange: [0, 4],
    start: -2.6,
    minimum: { at: 0.5, value: 0.2 },
  },
];

/** The loss of this id. */
export function loss1dOf(id: string): Loss1d {
  const found = losses1d.find((loss) => loss.id === id);
  if (!found) throw new Error(`no loss "${id}"`);
  return found;
}
