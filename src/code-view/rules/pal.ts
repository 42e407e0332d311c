/** PAL: what belongs together in its formula, its TypeScript and its PyTorch. */
import python from '../../../python/pal.py?raw';
import source from '../../optimizers/pal.ts?raw';
import { type ExplainedRule, excerpt } from '../rule';

export const pal: ExplainedRule = {
  id: 'pal',
  source: [excerpt('pal.ts', source, ['update', 'orEpsilon', 'init'])],
  python,
  terms: [
    {
      id: 'direction',
      name: 'direction',
      says: 'The gradient, plus a part β of the last direction; without it the page takes the gradient as it is.',
      formula: ['d \\leftarrow \\beta d + \\nabla'],
      source: ['let direction: Tensor = grad;', "direction = add(mul(state['direction'], c['direction']!), grad);"],
      python: ['state["d"] = beta * state["d"] + grad'],
    },
    {
      id: 'length',
      name: 'its length',
      says: 'Steps are measured as distances along the unit direction; ε stands in for a length of zero.',
      formula: [
        ['\\|d\\|', 0],
        ['\\|d\\|', 1],
        ['\\|d\\|', 2],
      ],
      source: [
        'let length: Tensor = orEpsilon(sqrt(gradNormSq), c);',
        'length = orEpsilon(sqrt(sum(mul(direction, direction))), c);',
        'const unit = div(direction, length);',
        "return where(greater(length, c['zero']!), length, c['epsilon']!);",
      ],
      python: ['length = state["d"].norm() or eps', 'unit = state["d"] / length'],
    },
    {
      id: 'slope',
      name: 'slope',
      says: 'How steeply the batch loss falls along the direction: exact, from the gradient.',
      formula: ['k = -\\langle\\nabla, d\\rangle/\\|d\\|'],
      source: ['let slope: Tensor = neg(sqrt(gradNormSq));', 'slope = neg(div(sum(mul(grad, direction)), length));'],
      python: ['slope = -(grad @ unit)'],
    },
    {
      id: 'measured',
      name: 'measurement',
      says: 'The same batch’s loss once more, a distance μₘ further along: the second forward of every step.',
      formula: ['\\ell_m = \\ell\\big(w - \\mu_m\\,d/\\|d\\|\\big)'],
      source: ["const measured = lossAt(sub(w, mul(unit, c['measure']!)) as Tensor1D);"],
      python: ['measured = loss_at(w - measure * unit)'],
    },
    {
      id: 'curvature',
      name: 'curvature',
      says: 'The parabola through the loss, its slope and the measurement bends by a.',
      formula: ['a = \\frac{\\ell_m - \\ell - k\\mu_m}{\\mu_m^2}'],
      source: ["const curvature = div(sub(sub(measured, loss), mul(slope, c['measure']!)), c['measureSq']!);"],
      python: ['curvature = (measured - loss - slope * measure) / measure**2'],
    },
    {
      id: 'minimum',
      name: 'the parabola’s minimum',
      says: 'Where the parabola is lowest, times the loosening factor α; if it bends down, the measuring distance is taken.',
      formula: ['\\alpha\\,\\frac{-k}{2a}'],
      source: [
        "const toMinimum = div(mul(neg(slope), c['halfLoosening']!), curvature);",
        "where(greater(curvature, c['zero']!), toMinimum, c['measure']!)",
      ],
      python: ['loosening * -slope / (2 * curvature) if curvature > 0 else measure'],
    },
    {
      id: 'cap',
      name: 'the cap',
      says: 'No step is longer than the maximum distance.',
      formula: ['\\min\\Big(\\alpha\\,\\frac{-k}{2a},\\; s_{\\max}\\Big)'],
      source: ["minimum(wanted, c['maxStep']!)"],
      python: ['min(distance, max_step)'],
    },
    {
      id: 'stay',
      name: 'staying',
      says: 'Uphill, or when the measurement is not finite, the weights stay where they are.',
      formula: [],
      source: ["const falling = less(slope, c['zero']!);", 'const usable = logicalAnd(isFiniteTensor(curvature), isFiniteTensor(slope));'],
      python: ['if not (slope < 0 and curvature.isfinite()):', ['return w', 1]],
    },
    {
      id: 'move',
      name: 'the move',
      says: 'That distance along the direction. The page reports it over the direction’s length, to be comparable with step sizes.',
      formula: ['w \\leftarrow w - s\\,d/\\|d\\|'],
      source: ['w: sub(w, mul(unit, distance)) as Tensor1D', 'stepSize: div(distance, length) as Scalar'],
      python: ['w - min(distance, max_step) * unit'],
    },
  ],
};
