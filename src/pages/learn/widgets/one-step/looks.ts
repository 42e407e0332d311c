/** The colours of the one-dimensional picture: one for each thing, in the plots, the formula and the numbers. */
export const looks = {
  loss: 'var(--ink)',
  model: 'var(--run-0)',
  target: 'var(--run-1)',
  proximal: 'var(--run-2)',
  step: 'var(--run-accent)',
} as const;
