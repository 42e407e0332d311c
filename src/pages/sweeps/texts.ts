/** Words of the page for what the results' code names. */
import type { RunMetric } from '../../results/groups';
import type { Sweep } from '../../results/sweep';

/** By what the best setting is chosen. */
export const selectionNames: Readonly<Record<Sweep['select'], string>> = {
  auto: 'automatic: accuracy, else validation loss',
  validationAccuracy: 'validation accuracy',
  validationLoss: 'validation loss',
  trainLoss: 'training loss',
};

/** What the charts of all settings can show. */
export const metricNames: Readonly<Record<RunMetric, string>> = {
  trainLoss: 'training loss',
  validationLoss: 'validation loss',
  validationAccuracy: 'validation accuracy',
  bestValidationAccuracy: 'best validation accuracy',
  evaluations: 'evaluations',
  seconds: 'seconds',
};
