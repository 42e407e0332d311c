/**
 * Sentiment of film reviews by a bidirectional LSTM, the paper's IMDB experiment (table 2, specification §5). The paper states one
 * bidirectional layer with 128 units; it says nothing of embedding, vocabulary, length, split, and what of the layer's states is read out, so that these were chosen here.
 */
import {
  add,
  dispose,
  floor,
  gather,
  keep,
  mul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Reviews } from '../datasets/parsed-set';
import { encode, tokensOf, vocabularyOf, withoutTags } from '../datasets/tokenizer';
import { uniformByHash } from '../engine/kernels/hash-random';
import {
  type BiLstm,
  biLstmOf,
  biLstmOutput,
  closingRow,
  type Direction,
  directions,
  initialBiLstmWeights,
  paddingTable,
} from '../models/bi-lstm';
import { confusionCounts, identityRows, rightPredictions } from '../models/class-predictions';
import { ModelConstants } from '../models/constants';
import { crossEntropy } from '../models/cross-entropy';
import { countOf, matrixMask } from '../models/views';
import type { Batch, Draw, Task, TaskDefinition, TextGallery } from './definition';
import { loadReviews, type ReviewParts } from './imdb-data';
import { type ImdbSizes, imdbSizesOf } from './imdb-fields';

const classNames = ['negative', 'positive'] as const;

/** Characters of a review that the gallery shows. */
const excerptLength = 400;

/** A part of the data on the device. */
type OnDevice = Readonly<Record<Direction, Tensor2D>> & { readonly labels: Tensor1D; readonly stretch: Tensor2D };

function galleryOf({ train, flipped }: ReviewParts): TextGallery {
  return {
    kind: 'texts',
    classNames,
    labels: Int32Array.from(train.labels),
    flipped,
    excerpts: (ids) => Promise.resolve(ids.map((id) => excerptOf(train.texts[id] ?? ''))),
  };
}

/** What a person reads of a review: without its tags, which the model does not see either. */
function excerptOf(review: string): string {
  const text = withoutTags(review).replace(/\s+/g, ' ').trim();
  return text.length <= excerptLength ? text : `${text.slice(0, excerptLength - 1)}…`;
}

function buildTask(parts: ReviewParts, sizes: ImdbSizes): Task {
  const { length, dropout } = sizes;
  const tokens = { train: parts.train.texts.map(tokensOf), validation: parts.validation.texts.map(tokensOf) };
  const vocabulary = vocabularyOf(tokens.train, sizes.vocabulary);
  const model: BiLstm = biLstmOf({ vocabulary: vocabulary.size, embedding: sizes.embedding, hidden: sizes.hidden, classes: 2 });
  const upload = (texts: readonly (readonly string[])[], { labels }: Reviews): OnDevice => {
    const tables = encode(texts, vocabulary, length, sizes.kept);
    const table = (direction: Direction) => keep(tensor2d(tables[direction], [texts.length, length], 'int32'));
    return {
      forward: table('forward'),
      backward: table('backward'),
      labels: keep(tensor1d(Int32Array.from(labels), 'int32')),
      // A review without words has states of zero, whatever they are multiplied by.
      stretch: keep(tensor2d(texts.map((words) => [length / Math.min(Math.max(words.length, 1), length)]))),
    };
  };
  const kept = { train: upload(tokens.train, parts.train), validation: upload(tokens.validation, parts.validation) };
  const identity = keep(tensor2d(identityRows(2), [2, 2]));
  const padded = keep(tensor2d(paddingTable(vocabulary.size), [vocabulary.size, 1]));
  const closing = keep(tensor2d(closingRow(model.hidden), [1, 4 * model.hidden]));
  const decayed = keep(tensor1d(matrixMask(model.parameters)));
  const constants = new ModelConstants();

  /** 0 or 1/(1 − p), [b, 2·hidden]. */
  const maskOf = ({ seed, update }: Draw, ids: Tensor1D): Tensor2D => {
    const whole = floor(add(uniformByHash(seed, update, ids, 2 * model.hidden), constants.number(1 - dropout)));
    return mul(whole, constants.number(1 / (1 - dropout)));
  };

  return {
    trainSize: parts.train.labels.length,
    validationSize: parts.validation.labels.length,
    parameters: model.parameters,
    parameterCount: countOf(model.parameters),
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: false,
    evaluationChunk: 250,
    hasAccuracy: true,
    classNames,
    initialWeights: (seed) => initialBiLstmWeights(model, seed),
    batch(part, ids, { draw }) {
      const batch: Record<string, Tensor> = { oneHot: gather(identity, gather(kept[part].labels, ids)) };
      for (const direction of directions) {
        // Position after position, as the model reads them.
        const numbers = reshape(transpose(gather(kept[part][direction], ids)), [-1]) as Tensor1D;
        batch[direction] = numbers;
        batch[`${direction}Padded`] = gather(padded, numbers);
      }
      if (sizes.readout === 'mean') batch['stretch'] = gather(kept[part].stretch, ids);
      if (dropout > 0 && draw) batch['mask'] = maskOf(draw, ids);
      return batch;
    },
    predict(w, batch: Batch, { training }) {
      const input = (direction: Direction) => ({
        tokens: batch[direction] as Tensor1D,
        padded: batch[`${direction}Padded`] as Tensor2D,
      });
      const mask = training ? ((batch['mask'] as Tensor2D | undefined) ?? null) : null;
      const stretch = (batch['stretch'] as Tensor2D | undefined) ?? null;
      return biLstmOutput(
        model,
        w,
        { forward: input('forward'), backward: input('backward') },
        { length, closing, stretch, mask },
        constants,
      );
    },
    losses: (output, batch) => crossEntropy(output as Tensor2D, batch['oneHot'] as Tensor2D),
    correct: (output, batch) => rightPredictions(output as Tensor2D, batch['oneHot'] as Tensor2D, identity),
    confusion: (output, batch) => confusionCounts(output as Tensor2D, batch['oneHot'] as Tensor2D, identity),
    decayed,
    gallery: galleryOf(parts),
    dataBytes: 4 * (2 * length + 2) * (tokens.train.length + tokens.validation.length),
    dispose() {
      for (const part of [kept.train, kept.validation]) dispose(Object.values(part));
      dispose([identity, padded, closing, decayed]);
      constants.dispose();
    },
  };
}

/** See `TaskDefinition.build`. */
export const build: TaskDefinition['build'] = async (options, files) => {
  const sizes = imdbSizesOf(options);
  return buildTask(await loadReviews(options, { train: sizes.trainLimit, validation: sizes.validationLimit }, files), sizes);
};
