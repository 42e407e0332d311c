/** SGD with constant or stepped step size, plain or Nesterov momentum, coupled weight decay (specification §1). */
import { add, mul, sub, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import type { FieldValues, NumberField } from '../fields/field';
import { coupledWeightDecayField, momentumField, stepSizeField } from './common-fields';
import { type DirectRule, numeric, type OptimizerDefinition, type RunShape } from './definition';

function dropField(which: 1 | 2, after: string): NumberField {
  return {
    kind: 'number',
    key: `dropAfter${which}`,
    label: which === 1 ? 'first drop after epoch' : 'second drop after epoch',
    help: `The epoch after which η is multiplied by the drop factor${which === 2 ? ' again' : ''}.`,
    default: null,
    nullable: after,
    integer: true,
    min: 1,
    max: 10_000,
    slider: { min: 1, max: 200, scale: 'linear', step: 1 },
    advanced: true,
    visibleWhen: { key: 'schedule', values: ['step'] },
  };
}

/**
 * η in force during an epoch (0-based) under the step schedule: multiplied by the drop factor after epoch ⌊E/2⌋ and
 * again after ⌊3E/4⌋ (in runs too short for that: after epoch 1 and 2), or after the epochs given.
 */
export function scheduledStepSize(h: FieldValues, run: RunShape, epoch: number): number {
  const eta = numeric(h, 'eta');
  if (h['schedule'] !== 'step') return eta;
  const first = (h['dropAfter1'] as number | null) ?? Math.max(1, Math.floor(run.epochs / 2));
  const second = (h['dropAfter2'] as number | null) ?? Math.max(first + 1, Math.floor((3 * run.epochs) / 4));
  const drops = Number(epoch >= first) + Number(epoch >= second);
  return eta * numeric(h, 'dropFactor') ** drops;
}

const method: DirectRule = {
  kind: 'direct',
  extraForwards: 0,
  constants: (h, run, epoch) => ({
    eta: scheduledStepSize(h, run, epoch),
    momentum: numeric(h, 'momentum'),
    weightDecay: numeric(h, 'weightDecay'),
  }),
  init: (w, h) => ({ w, state: numeric(h, 'momentum') > 0 ? { velocity: zerosLike(w) } : {} }),
  update({ w, grad }, state, c, h) {
    const g = numeric(h, 'weightDecay') > 0 ? add(grad, mul(w, c['weightDecay']!)) : grad;
    const eta = c['eta']!;
    if (!state['velocity']) {
      return { w: sub(w, mul(g, eta)) as Tensor1D, state, stepSize: eta, stepSizeUnclipped: null };
    }
    // η stays outside the buffer, so a drop of η rescales the momentum already gathered.
    const velocity = add(mul(state['velocity'], c['momentum']!), g);
    const direction = h['nesterov'] ? add(g, mul(velocity, c['momentum']!)) : velocity;
    return { w: sub(w, mul(direction, eta)) as Tensor1D, state: { velocity }, stepSize: eta, stepSizeUnclipped: null };
  },
};

export const sgd: OptimizerDefinition = {
  id: 'sgd',
  name: 'SGD',
  nameWith: (h) => (numeric(h, 'momentum') === 0 ? 'SGD' : h['nesterov'] ? 'SGD Nesterov' : 'SGD momentum'),
  summary: 'Follows the negative batch gradient with a step size set by hand, optionally with momentum and two planned drops.',
  reference: {
    authors: 'Sutskever, Martens, Dahl, Hinton',
    title: 'On the importance of initialization and momentum in deep learning',
    venue: 'ICML',
    year: 2013,
    url: 'https://proceedings.mlr.press/v28/sutskever13.html',
  },
  formula: ['g = \\nabla + \\lambda w', 'v \\leftarrow \\mu v + g', 'w \\leftarrow w - \\eta\\,(g + \\mu v)'],
  fields: [
    stepSizeField('step size', 0.1, 'How far a step goes along the negative gradient; the paper searches powers of ten.'),
    momentumField(0.9, 'How much of the last direction is kept; 0 is plain SGD.'),
    {
      kind: 'switch',
      key: 'nesterov',
      label: 'Nesterov',
      help: 'Looks ahead along the momentum before it corrects, as in the paper; off is heavy-ball momentum.',
      default: true,
    },
    {
      kind: 'choice',
      key: 'schedule',
      label: 'schedule',
      help: 'Keep η, or multiply it by the drop factor at half and at three quarters of the epochs.',
      default: 'constant',
      choices: [
        { value: 'constant', label: 'constant' },
        { value: 'step', label: 'step' },
      ],
    },
    {
      kind: 'number',
      key: 'dropFactor',
      label: 'drop factor',
      help: 'What η is multiplied by at each drop.',
      default: 0.1,
      min: 0,
      exclusiveMin: true,
      max: 1,
      slider: { min: 0.01, max: 1, scale: 'log' },
      advanced: true,
      visibleWhen: { key: 'schedule', values: ['step'] },
    },
    dropField(1, 'half of the epochs'),
    dropField(2, 'three quarters of the epochs'),
    coupledWeightDecayField,
  ],
  regularisation: 'rule',
  capField: null,
  mainField: 'eta',
  method,
};
