/**
 * How methods are drawn where finished runs are compared: an optimizer has the same colour in every figure, whichever others are
 * there. AALIG has the accent colour.
 */
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import type { OptimizerSetting } from '../training/experiment';
import { type Appearance, appearanceOf } from './palette';

/** Colours are handed out in this order, those that are most often seen together first. */
const others: readonly OptimizerId[] = [
  'sgd',
  'sls-armijo',
  'adam',
  'pal',
  'coin',
  'alig',
  'sls-goldstein',
  'sls-polyak',
  'adabound',
  'adagrad',
  'sps',
  ...optimizerIds.filter((id) => id !== 'aalig'),
].filter((id, at, all) => all.indexOf(id) === at) as readonly OptimizerId[];

/**
 * Looks for settings that stand in one figure. Settings of one optimizer share its colour and differ by their dashes; where two
 * optimizers share a colour, the second has dashes too.
 */
export function looksOf(settings: readonly Pick<OptimizerSetting, 'id'>[]): Appearance[] {
  const met = new Map<OptimizerId, number>();
  return settings.map(({ id }) => {
    const repeat = met.get(id) ?? 0;
    met.set(id, repeat + 1);
    if (id === 'aalig') return appearanceOf('aalig', repeat);
    // Six colours: the next six optimizers and every repetition take the next dash.
    return appearanceOf(id, others.indexOf(id) + 6 * repeat);
  });
}
