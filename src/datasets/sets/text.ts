/** One long text, for predicting its next character. */
import { InputError } from '../../fields/input-error';
import { decodeText } from '../formats/text';
import type { TextSet } from '../parsed-set';
import type { Leaf } from './leaves';
import { baseName } from './part-names';

/** Fewest characters of a text that something can be learnt from. */
export const shortestText = 1000;

/** @param leaves the text files that were named: one */
export async function readTextSet(from: string, leaves: readonly Leaf[]): Promise<TextSet> {
  const [leaf, second] = leaves;
  if (!leaf) throw new InputError(from, 'holds no text.');
  if (second) throw new InputError(from, `holds ${leaves.length} texts (${leaf.file.path}, ${second.file.path}…). Name one of them.`);
  const text = decodeText(await leaf.file.bytes(), leaf.where);
  if (text.length < shortestText)
    throw new InputError(leaf.where, `is ${text.length} characters long; a text of at least ${shortestText} is needed.`);
  return { kind: 'text', id: 'tolstoi', name: baseName(leaf.file.path), text };
}
