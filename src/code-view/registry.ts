/** The explained rules of all optimizers. A new optimizer: its file in `rules/`, its `python/<id>.py`, and a line here. */
import type { OptimizerId } from '../optimizers/definition';
import type { ExplainedRule } from './rule';
import { aalig } from './rules/aalig';
import { adabound } from './rules/adabound';
import { adagrad } from './rules/adagrad';
import { adam } from './rules/adam';
import { alig } from './rules/alig';
import { coin } from './rules/coin';
import { pal } from './rules/pal';
import { sgd } from './rules/sgd';
import { slsArmijo } from './rules/sls-armijo';
import { slsGoldstein } from './rules/sls-goldstein';
import { slsPolyak } from './rules/sls-polyak';
import { sps } from './rules/sps';

/** One an optimizer; a missing one is an error of types. */
export const explainedRules: Readonly<Record<OptimizerId, ExplainedRule>> = {
  aalig,
  sgd,
  adam,
  adagrad,
  adabound,
  coin,
  alig,
  sps,
  'sls-armijo': slsArmijo,
  'sls-goldstein': slsGoldstein,
  'sls-polyak': slsPolyak,
  pal,
};
