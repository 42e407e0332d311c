/**
 * Next-character prediction by an LSTM that reads a text on from batch to batch, the paper's Tolstoi experiment (table 2,
 * specification §6): DeepOBS's problem, smaller by default. One sample is one window at a fixed place of the text.
 */
import { dispose, gather, keep, reshape, type Tensor, type Tensor1D, type Tensor2D, tensor2d, transpose } from '@tensorflow/tfjs-core';
import { drawChronicle } from '../datasets/text-grammar';
import {
  cutWindows,
  firstCharacters,
  numbersOf,
  readingOrder,
  type Symbols,
  splitText,
  symbolsOf,
  type Windows,
} from '../datasets/text-windows';
import type { FieldValues } from '../fields/field';
import { InputError } from '../fields/input-error';
import { type CharLstm, charLstmLosses, charLstmOf, charLstmOutput, initialCharLstmWeights } from '../models/char-lstm';
import { CharLstmReader, drawSymbol } from '../models/char-lstm-reader';
import { identityRows, rightPredictions } from '../models/class-predictions';
import { ModelConstants } from '../models/constants';
import type { LstmState } from '../models/lstm';
import { meanOverPositions } from '../models/positions';
import { countOf } from '../models/views';
import type { Batch, Carried, FileSource, Part, Pass, Task, TaskDefinition, TextGallery } from './definition';
import { textOption } from './options';
import { type TolstoiSizes, tolstoiSizesOf } from './tolstoi-fields';

/** Characters of the made-up text. */
const chronicleLength = 200_000;

interface Text {
  readonly name: string;
  readonly text: string;
}

async function loadText(options: FieldValues, files: FileSource): Promise<Text> {
  const path = typeof options['path'] === 'string' ? options['path'] : null;
  if (path === null && textOption(options, 'dataset') === 'grammar') {
    return { name: 'the made-up text', text: drawChronicle(chronicleLength) };
  }
  const set = await files.set('tolstoi', path);
  if (set.kind !== 'text') throw new InputError(set.name, 'is no text.');
  return set;
}

function galleryOf({ inputs, length }: Windows, { characters }: Symbols): TextGallery {
  const excerpt = (id: number) => Array.from(inputs.subarray(id * length, (id + 1) * length), (number) => characters[number]).join('');
  return { kind: 'texts', classNames: [], labels: null, flipped: null, excerpts: (ids) => Promise.resolve(ids.map(excerpt)) };
}

const stateNames = (layer: number) => ({ hidden: `hidden${layer}`, cell: `cell${layer}` }) as const;

/** All states at zero. */
function initialStates({ layers, hidden }: CharLstm, lanes: number): Carried['initial'] {
  const names = Array.from({ length: layers }, (_, layer) => Object.values(stateNames(layer))).flat();
  return Object.fromEntries(names.map((name) => [name, { shape: [lanes, hidden], values: new Float32Array(lanes * hidden) }]));
}

/** Where a batch begins to read, and where it says that it has ended. */
function courseOf({ carried, carry }: Pass) {
  return {
    initial(layer: number): LstmState | undefined {
      const names = stateNames(layer);
      const [hidden, cell] = [carried[names.hidden], carried[names.cell]];
      return hidden && cell ? { hidden: hidden as Tensor2D, cell: cell as Tensor2D } : undefined;
    },
    onEnd(layer: number, state: LstmState): void {
      const names = stateNames(layer);
      carry(names.hidden, state.hidden);
      carry(names.cell, state.cell);
    },
  };
}

/**
 * Text by the model. Characters of the prompt that the text it learnt from does not have are skipped; if none is left, the model begins
 * after the commonest character.
 */
function continued(
  model: CharLstm,
  symbols: Symbols,
  weights: Float32Array,
  prompt: string,
  length: number,
  choose: (logits: Float32Array) => number,
): string {
  const reader = new CharLstmReader(model, weights);
  const known = numbersOf(prompt, symbols);
  let logits: Float32Array | null = null;
  for (const number of known.length > 0 ? known : [0]) logits = reader.read(number);
  let text = '';
  for (let i = 0; i < length; i++) {
    const next = choose(logits!);
    text += symbols.characters[next]!;
    logits = reader.read(next);
  }
  return text;
}

function buildTask({ name, text }: Text, sizes: TolstoiSizes, lanes: number): Task {
  const { length } = sizes;
  const used = sizes.characters === null ? text : firstCharacters(text, sizes.characters);
  const symbols = symbolsOf(used, name);
  const { train, heldOut } = splitText(numbersOf(used, symbols));
  const windows: Record<Part, Windows> = {
    train: cutWindows(train, lanes, length, `${name}, training part (the first 80 %)`),
    validation: cutWindows(heldOut, lanes, length, `${name}, held-out part (the last 20 %)`),
  };
  const count = symbols.characters.length;
  const model = charLstmOf({ symbols: count, hidden: sizes.hidden, layers: sizes.layers, embedding: sizes.embedding, forgetBias: 1 });
  const upload = ({ inputs, targets, count: rows }: Windows) => ({
    inputs: keep(tensor2d(inputs, [rows, length], 'int32')),
    targets: keep(tensor2d(targets, [rows, length], 'int32')),
  });
  const kept = { train: upload(windows.train), validation: upload(windows.validation) };
  const identity = keep(tensor2d(identityRows(count), [count, count]));
  const constants = new ModelConstants();
  /** Position after position, as the model reads them. */
  const byPosition = (table: Tensor2D, ids: Tensor1D) => reshape(transpose(gather(table, ids)), [-1]) as Tensor1D;

  return {
    trainSize: windows.train.count,
    validationSize: windows.validation.count,
    parameters: model.parameters,
    parameterCount: countOf(model.parameters),
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: false,
    evaluationChunk: lanes,
    hasAccuracy: true,
    initialWeights: (seed) => initialCharLstmWeights(model, seed),
    batch: (part, ids) => ({
      symbols: byPosition(kept[part].inputs, ids),
      targets: gather(identity, byPosition(kept[part].targets, ids)),
    }),
    predict: (w, batch: Batch, pass) => charLstmOutput(model, w, batch['symbols'] as Tensor1D, length, constants, courseOf(pass)),
    losses: (output, batch) => charLstmLosses(output as Tensor2D, batch['targets'] as Tensor2D, length, constants),
    correct(output: Tensor, batch) {
      const right = rightPredictions(output as Tensor2D, batch['targets'] as Tensor2D, identity);
      return meanOverPositions(right, length, constants) as Tensor1D;
    },
    carried: { initial: initialStates(model, lanes), startsAnew: true },
    arrangement: (part) => readingOrder(windows[part]),
    gallery: galleryOf(windows.train, symbols),
    async generate(w, prompt, characters, temperature, uniform) {
      if (!(temperature > 0)) throw new InputError('temperature', `must be above 0, not ${temperature}.`);
      const weights = (await w.data()) as Float32Array;
      if (!weights.every(Number.isFinite)) throw new InputError('weights', 'are not finite: a run that diverged writes no text.');
      return continued(model, symbols, weights, prompt, characters, (logits) => drawSymbol(logits, temperature, uniform()));
    },
    dataBytes: 8 * length * (windows.train.count + windows.validation.count),
    dispose() {
      for (const { inputs, targets } of [kept.train, kept.validation]) dispose([inputs, targets]);
      identity.dispose();
      constants.dispose();
    },
  };
}

/** See `TaskDefinition.build`. */
export const build: TaskDefinition['build'] = async (options, files, { batchSize }) =>
  buildTask(await loadText(options, files), tolstoiSizesOf(options), batchSize);
