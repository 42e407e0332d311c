/** Hyperparameters that several optimizers share, so that the same thing has the same name, limits and help everywhere. */
import type { NumberField } from '../fields/field';

/** η, the step size or its maximum, on a log slider. */
export function stepSizeField(label: string, defaultValue: number, help: string): NumberField {
  return {
    kind: 'number',
    key: 'eta',
    label,
    symbol: '\\eta',
    help,
    default: defaultValue,
    min: 0,
    exclusiveMin: true,
    max: 1e6,
    slider: { min: 1e-4, max: 100, scale: 'log' },
  };
}

/** μ, heavy-ball or Nesterov momentum. */
export function momentumField(defaultValue: number, help: string): NumberField {
  return {
    kind: 'number',
    key: 'momentum',
    label: 'momentum',
    symbol: '\\mu',
    help,
    default: defaultValue,
    min: 0,
    max: 0.9999,
    slider: { min: 0, max: 0.99, scale: 'linear', step: 0.01 },
  };
}

/** λ of a rule that adds λw to the gradient (coupled weight decay, specification §0). */
export const coupledWeightDecayField: NumberField = {
  kind: 'number',
  key: 'weightDecay',
  label: 'weight decay',
  symbol: '\\lambda',
  help: 'Adds λw to the gradient; 0 switches it off.',
  default: 0,
  min: 0,
  max: 100,
  slider: { min: 0, max: 0.01, scale: 'linear', step: 0.0001 },
  advanced: true,
};

/** λ of a method that sees ½λ‖w‖² as part of its objective (specification §12). */
export const objectiveWeightDecayField: NumberField = {
  ...coupledWeightDecayField,
  help: 'Adds ½λ‖w‖² to the loss the method works on, in value and in gradient. The published experiments of this method in effect ran with 0.',
};

/** ε, a small number that keeps a denominator away from zero. */
export function epsilonField(defaultValue: number, help: string): NumberField {
  return {
    kind: 'number',
    key: 'epsilon',
    label: 'epsilon',
    symbol: '\\varepsilon',
    help,
    default: defaultValue,
    min: 0,
    max: 1,
    slider: { min: 1e-12, max: 1e-2, scale: 'log' },
    advanced: true,
  };
}

/** β₁ or β₂ of the Adam family. */
export function betaField(index: 1 | 2, defaultValue: number): NumberField {
  return {
    kind: 'number',
    key: `beta${index}`,
    label: index === 1 ? 'first-moment decay' : 'second-moment decay',
    symbol: `\\beta_${index}`,
    help:
      index === 1 ? 'How slowly the running mean of the gradient forgets.' : 'How slowly the running mean of the squared gradient forgets.',
    default: defaultValue,
    min: 0,
    max: 0.99999,
    slider: index === 1 ? { min: 0, max: 0.99, scale: 'linear', step: 0.01 } : { min: 0.9, max: 0.9999, scale: 'linear', step: 0.0001 },
    advanced: true,
  };
}

/** c, the constant of a sufficient-decrease condition. */
export function decreaseField(defaultValue: number): NumberField {
  return {
    kind: 'number',
    key: 'c',
    label: 'sufficient decrease',
    symbol: 'c',
    help: 'The loss must fall by at least c · step · ‖∇‖² for a step to be accepted; larger is stricter.',
    default: defaultValue,
    min: 0,
    exclusiveMin: true,
    max: 1,
    slider: { min: 0.01, max: 0.9, scale: 'linear', step: 0.01 },
  };
}
