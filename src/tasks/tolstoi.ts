/**
 * Next-character prediction by an LSTM that reads a text on from batch to batch, the paper's Tolstoi experiment (table 2,
 * specification §6): DeepOBS's problem, smaller by default. One sample is one window at a fixed place of the text.
 */
import type { TaskDefinition } from './definition';
import { tolstoiFields } from './tolstoi-fields';

export const tolstoi: TaskDefinition = {
  id: 'tolstoi',
  name: 'Next character',
  summary:
    'An LSTM reads a text and predicts each next character. What follows is partly chance, so that the loss cannot reach 0; the state is carried from batch to batch.',
  paper: 'Table 2',
  fields: tolstoiFields,
  defaults: {
    epochs: 10,
    batchSize: 50,
    // Best powers of ten on the first 50,000 characters of War and Peace.
    optimizers: [
      { id: 'aalig', hyperparameters: { eta: 1 } },
      { id: 'sgd', hyperparameters: { eta: 1, momentum: 0.9 } },
      { id: 'adam', hyperparameters: { eta: 0.01 } },
      { id: 'sls-armijo', hyperparameters: {} },
    ],
  },
  suggestedHyperparameters: { sgd: { eta: 1 }, adam: { eta: 0.01 } },
  build: async (...given) => (await import('./tolstoi-build')).build(...given),
};
