/** Whether a download is whole: it must hold every sample that the published set has. */
import { InputError } from '../fields/input-error';
import type { CatalogEntry, Rows } from './catalog';
import { describeSet } from './describe-set';
import type { ParsedSet } from './parsed-set';

const inWords = ({ train, test }: Rows) =>
  `${train.toLocaleString('en-GB')} training and ${(test ?? 0).toLocaleString('en-GB')} test samples`;

/**
 * @param advice what to do if it is not, a sentence
 * @throws InputError with both numbers of samples
 */
export function checkWhole({ rows, name }: Pick<CatalogEntry, 'rows' | 'name'>, set: ParsedSet, advice: string): void {
  const { train, test } = describeSet(set);
  if (rows === null || (train === rows.train && test === rows.test)) return;
  throw new InputError(name, `the download holds ${inWords({ train, test })} instead of ${inWords(rows)}. ${advice}`);
}
