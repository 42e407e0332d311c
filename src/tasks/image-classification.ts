/**
 * Image classification, the paper's table 1 and figures 1 and 4 (specification §3): a small network tells classes of pictures apart, on
 * drawn glyphs or on a real data set. With label noise, or with a model that is too small, it is the paper's case: the loss cannot reach 0.
 */
import type { TaskDefinition } from './definition';
import { imageFields } from './image-fields';

export const imageClassification: TaskDefinition = {
  id: 'image-classification',
  name: 'Image classification',
  summary:
    'A small network learns to tell pictures apart. With label noise it cannot fit them all: watch the mean AOV rise, γ fall to 0 when the mean loss falls below it, and recover after the next update of the AOVs.',
  paper: 'Table 1, figures 1 and 4',
  fields: imageFields,
  defaults: {
    epochs: 60,
    batchSize: 50,
    optimizers: [
      { id: 'aalig', hyperparameters: { eta: 0.1 } },
      { id: 'sgd', hyperparameters: { eta: 0.1, momentum: 0.9 } },
      { id: 'adam', hyperparameters: {} },
      { id: 'sls-armijo', hyperparameters: {} },
    ],
  },
  memory: async () => (await import('./image-memory')).imageMemory,
  build: async (...given) => (await import('./image-classification-build')).build(...given),
};
