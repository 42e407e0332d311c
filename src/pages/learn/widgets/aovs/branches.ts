/** How the branches of Algorithm 2 look: a colour and, for those who do not see it, a sign. */
import type { AovBranch } from '../../../../lessons/aov-lesson';

export interface BranchLook {
  readonly name: string;
  readonly sign: string;
  readonly color: string;
}

export const branches: Readonly<Record<AovBranch, BranchLook>> = {
  start: { name: 'at the start', sign: '·', color: 'var(--ink-dim)' },
  raised: { name: 'not reached: raised', sign: '▲', color: 'var(--run-accent)' },
  lowered: { name: 'reached: lowered', sign: '▼', color: 'var(--run-0)' },
  held: { name: 'reached: held at the bound', sign: '■', color: 'var(--run-1)' },
};
