/**
 * The pieces that a Python script is put together from: files of `python/`, which can be read, parsed and tested by themselves. Nothing in
 * them comes from an experiment.
 */
import adabound from '../../../python/adabound.py?raw';
import adagrad from '../../../python/adagrad.py?raw';
import adam from '../../../python/adam.py?raw';
import alig from '../../../python/alig.py?raw';
import coin from '../../../python/coin.py?raw';
import aaligClass from '../../../python/experiment/aalig_class.py?raw';
import choose from '../../../python/experiment/choose.py?raw';
import images from '../../../python/experiment/image_classification.py?raw';
import kernel from '../../../python/experiment/kernel_classification.py?raw';
import linearMap from '../../../python/experiment/matrix_factorization.py?raw';
import plane from '../../../python/experiment/points_in_the_plane.py?raw';
import runner from '../../../python/experiment/runner.py?raw';
import streams from '../../../python/experiment/streams.py?raw';
import twoClasses from '../../../python/experiment/two_classes.py?raw';
import pal from '../../../python/pal.py?raw';
import sgd from '../../../python/sgd.py?raw';
import slsArmijo from '../../../python/sls-armijo.py?raw';
import slsGoldstein from '../../../python/sls-goldstein.py?raw';
import slsPolyak from '../../../python/sls-polyak.py?raw';
import sps from '../../../python/sps.py?raw';
import type { OptimizerId } from '../../optimizers/definition';
import type { TaskId } from '../../tasks/definition';

/** The tasks that can be built in Python, and the pieces of each. */
export const taskParts: Readonly<Partial<Record<TaskId, readonly string[]>>> = {
  'matrix-factorization': [linearMap],
  'classifier-2d': [twoClasses, plane],
  rbf: [twoClasses, choose, kernel],
  'image-classification': [choose, images],
};

export const sharedParts = { streams, aaligClass, runner } as const;

/** Each rule's file, `python/<id>.py`, as the code view shows it; AALIG has a class instead. */
export const ruleTexts: Readonly<Record<Exclude<OptimizerId, 'aalig'>, string>> = {
  adabound,
  adagrad,
  adam,
  alig,
  coin,
  pal,
  sgd,
  'sls-armijo': slsArmijo,
  'sls-goldstein': slsGoldstein,
  'sls-polyak': slsPolyak,
  sps,
};

export interface PythonPart {
  /** Its first docstring, without the quotes. */
  readonly says: string;
  /** Its import lines. */
  readonly imports: readonly string[];
  /** What follows them. */
  readonly body: string;
}

/**
 * Takes a Python file apart.
 * @throws where it does not begin with a docstring of one line and its imports
 */
export function partOf(text: string): PythonPart {
  const lines = text.replaceAll('\r\n', '\n').trimEnd().split('\n');
  const says = /^"""(.+)"""$/.exec(lines[0]!)?.[1];
  if (says === undefined) throw new Error(`a piece of the Python script begins with no docstring: ${lines[0]}`);
  let at = 1;
  const imports: string[] = [];
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (/^(import|from) /.test(line)) imports.push(line);
    else if (line !== '') break;
  }
  return { says, imports, body: lines.slice(at).join('\n') };
}
