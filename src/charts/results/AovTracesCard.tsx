/** AOV and loss of followed samples as a card. */
import type { ReactNode } from 'react';
import type { FollowedResult } from '../../results/result';
import type { AovTracesOptions } from './aov-traces-figure';

export interface AovTracesCardProps {
  readonly title: string;
  readonly help: string;
  readonly followed: readonly FollowedResult[];
  readonly options: AovTracesOptions;
  readonly emptyText: string;
  readonly controls?: ReactNode;
  readonly height?: number;
}

export function AovTracesCard(_props: AovTracesCardProps) {
  return null;
}
