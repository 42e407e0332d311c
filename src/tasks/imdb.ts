/**
 * Sentiment of film reviews by a bidirectional LSTM, the paper's IMDB experiment (table 2, specification §5). The paper states one
 * bidirectional layer with 128 units; it says nothing of embedding, vocabulary, length, split, and what of the layer's states is read out, so that these were chosen here.
 */
import type { TaskDefinition } from './definition';
import { imdbFields } from './imdb-fields';

export const imdb: TaskDefinition = {
  id: 'imdb',
  name: 'Film reviews',
  summary:
    'A bidirectional LSTM reads reviews and says whether they are positive. A large enough network fits all of them, if none contradicts another.',
  paper: 'Table 2',
  fields: imdbFields,
  defaults: {
    epochs: 10,
    batchSize: 32,
    optimizers: [
      { id: 'aalig', hyperparameters: { eta: 1 } },
      { id: 'sgd', hyperparameters: { eta: 0.1, momentum: 0.9 } },
      { id: 'adam', hyperparameters: {} },
      { id: 'sls-armijo', hyperparameters: {} },
    ],
  },
  build: async (...given) => (await import('./imdb-build')).build(...given),
};
