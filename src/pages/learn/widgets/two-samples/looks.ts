/** Names and colours of the methods and of the two samples, the same in every picture of the section. */
import type { PlayerId } from '../../../../lessons/two-samples';
import { playerIds } from '../../../../lessons/two-samples';
import { looksOf } from '../../../../state/looks';

const colors = looksOf(playerIds.map((id) => ({ id }))).map(({ color }) => color);
const names: Readonly<Record<PlayerId, string>> = { sgd: 'SGD', alig: 'ALI-G', aalig: 'AALIG' };

/** The three methods, in the order of their lanes and rows. */
export const players = playerIds.map((id, index) => ({ id, name: names[id], color: colors[index]! }));

/** Of sample 1 and 2: colours that none of the three methods has. */
export const sampleColors = ['var(--run-1)', 'var(--run-2)'] as const;
