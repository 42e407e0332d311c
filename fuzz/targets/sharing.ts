/** Links and JSON files: experiments, sweeps, results, sessions. */
import type { UpdateColumns } from '../../src/export/run-data';
import { readSession, type SessionFile, sessionPieces } from '../../src/export/session/session-file';
import { InputError } from '../../src/fields/input-error';
import { optimizers } from '../../src/optimizers/registry';
import type { Random } from '../../src/random/random';
import { readResult } from '../../src/results/read-result';
import { resultText } from '../../src/results/result';
import { epochOf, resultOf, runOf } from '../../src/results/result-checks';
import { cellsOf, parseSweep, sweepFile } from '../../src/results/sweep';
import { embedToQuery, readEmbed, usualView } from '../../src/share/embed';
import { experimentToQuery, hasExperiment, readLink } from '../../src/share/link';
import { tasks } from '../../src/tasks/registry';
import { parseExperiment } from '../../src/training/experiment';
import { updateColumns } from '../../src/training/records';
import { chance, pick } from '../draw';
import { mutatedJson } from '../mutate-json';
import { mutatedText } from '../mutate-text';
import { type Target, targetOf } from '../target';

const ids = optimizers.map(({ id }) => id);

/** Experiments on every task with every optimizer, as a person may have written them and with all that is filled in. */
const written = tasks.flatMap(({ id }, i) => {
  const some = [ids[i % ids.length]!, ids[(3 * i + 1) % ids.length]!];
  return [
    { task: { id }, optimizers: [{ id: 'aalig', hyperparameters: { eta: 10 } }] },
    {
      task: { id, options: {} },
      optimizers: some.map((one) => ({ id: one })),
      epochs: 7,
      batchSize: 33,
      seeds: [1, 2, 3, 7],
      fullTrainLoss: 'never',
    },
  ];
});
const experiments = [...written, ...written.map(parseExperiment)];

/** As the command line and the page read a file. */
function readJson<T>(text: string, parse: (json: unknown) => T): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError('file', `is not JSON: ${(error as Error).message}`);
  }
  try {
    return parse(json);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`file, ${error.where || 'top level'}`, error.what);
    throw error;
  }
}

/** What was accepted is accepted again, and comes to the same. */
const isFixed = <T>(value: T, parse: (json: unknown) => T) =>
  JSON.stringify(parse(JSON.parse(JSON.stringify(value)))) === JSON.stringify(value);

const sweeps = [
  ...experiments,
  {
    task: { id: 'rbf' },
    optimizers: [{ id: 'sgd', hyperparameters: { eta: [0.1, 1, 10], momentum: [0, 0.9] } }],
    seeds: [1, 2],
    select: 'trainLoss',
  },
  { task: { id: 'matrix-factorization', options: { rank: 4 } }, optimizers: ids.map((id) => ({ id })), select: 'auto', epochs: 3 },
];

const runs = [
  runOf('aalig', { eta: 10 }, 1, [{ trainLoss: 2 }, { trainLoss: 1, meanAov: 0.5, aovUpdated: true }], {
    followed: [{ sample: 3, role: 'hardest', aov: [0.5], loss: [null] }],
  }),
  runOf('adam', {}, 1, [{ trainLoss: 2 }], { status: 'diverged', statusUpdate: 7, message: 'loss is not finite' }),
];
const spread = { mean: 1, sd: 0.5, count: 2 };
const results = [
  resultOf(runs),
  resultOf(
    [
      runOf(
        'sgd',
        {},
        2,
        Array.from({ length: 30 }, (_, epoch) => epochOf(epoch)),
      ),
    ],
    {
      best: [
        {
          optimizer: 'sgd',
          hyperparameters: { eta: 0.1 },
          selectedBy: 'validationLoss',
          value: spread,
          trainLoss: spread,
          validationLoss: spread,
          validationAccuracy: null,
          bestValidationAccuracy: null,
          evaluations: spread,
          seeds: [1, 2],
          failures: 0,
          compared: 3,
          comparedFailed: 1,
        },
      ],
    },
  ),
].map((result) => JSON.parse(resultText(result)) as unknown);

const columns = Object.fromEntries(
  updateColumns.map((name, c) => [name, Float32Array.from({ length: 17 }, (_, i) => i / (c + 1))]),
) as UpdateColumns;
const session: SessionFile = {
  experiment: parseExperiment({
    task: { id: 'matrix-factorization' },
    optimizers: [{ id: 'aalig' }, { id: 'adam' }],
    epochs: 2,
    seeds: [1],
  }),
  result: resultOf(runs),
  updates: [columns, null],
  weights: [[{ name: 'W2', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }], null],
};
const sessionJson: unknown = JSON.parse([...sessionPieces(session)].join(''));

/** A query of an address, mutated before or after it was put together. */
function mutatedQuery(random: Random, queries: readonly string[]): string {
  const query = mutatedText(random, pick(random, queries));
  return chance(random, 0.1) ? `?${query}` : query;
}

export function sharingTargets(): readonly Target[] {
  const queries = experiments.map((experiment) => experimentToQuery(parseExperiment(experiment)));
  const embedded = experiments.map((experiment) => embedToQuery(usualView, parseExperiment(experiment)));
  return [
    targetOf(
      'url',
      (random) => mutatedQuery(random, queries),
      (query) => {
        // Asked first by the page; must not throw.
        hasExperiment(query);
        return readLink(query);
      },
      (experiment) =>
        isFixed(experiment, parseExperiment) && JSON.stringify(readLink(experimentToQuery(experiment))) === JSON.stringify(experiment),
    ),
    targetOf('embed-url', (random) => mutatedQuery(random, [...embedded, 'embed', 'embed&charts=loss,aov&controls=']), readEmbed),
    targetOf(
      'experiment',
      (random) => mutatedJson(random, pick(random, experiments)),
      (text) => readJson(text, parseExperiment),
      (experiment) => isFixed(experiment, parseExperiment),
    ),
    targetOf(
      'sweep',
      (random) => mutatedJson(random, pick(random, sweeps)),
      (text) => readJson(text, parseSweep),
      (sweep) => cellsOf(sweep).length > 0 && isFixed(sweepFile(sweep), (json) => sweepFile(parseSweep(json))),
    ),
    targetOf(
      'result',
      (random) => mutatedJson(random, pick(random, results)),
      (text) => readResult('file', text),
      (result) => JSON.stringify(readResult('file', resultText(result))) === JSON.stringify(result),
    ),
    targetOf(
      'session',
      (random) => mutatedJson(random, sessionJson),
      (text) => readSession(text, 'file'),
      (read) => [...sessionPieces(read)].join('') === [...sessionPieces(readSession([...sessionPieces(read)].join('')))].join(''),
    ),
  ];
}
