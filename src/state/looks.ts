/**
 * How methods are drawn where finished runs are compared: an optimizer has the same colour in every figure, whichever others are
 * there. AALIG has the accent colour.
 */
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import type { OptimizerSetting } from '../training/experiment';
import { type Appearance, appearanceOf, dashCount, slotCount } from './palette';

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

const first = (id: OptimizerId): Appearance => (id === 'aalig' ? appearanceOf(id, 0) : appearanceOf(id, others.indexOf(id)));
const nameOf = ({ color, dash }: Appearance) => `${color} ${dash}`;

/**
 * Looks for settings that stand in one figure. Settings of one optimizer share its colour and differ by their dashes; where two
 * optimizers share a colour, the second has dashes too. The first setting of an optimizer looks the same in every figure; no two
 * settings of a figure look alike before the dashes of a colour are used up.
 */
export function looksOf(settings: readonly Pick<OptimizerSetting, 'id'>[]): Appearance[] {
  const taken = new Set(settings.map(({ id }) => nameOf(first(id))));
  const met = new Map<OptimizerId, number>();
  return settings.map(({ id }) => {
    const known = met.get(id) ?? 0;
    // Six colours: the next six optimizers and every repetition take the next dash.
    const look = (repeat: number) => appearanceOf(id, id === 'aalig' ? repeat : others.indexOf(id) + slotCount * repeat);
    let repeat = known;
    while (known > 0 && repeat < known + dashCount && taken.has(nameOf(look(repeat)))) repeat++;
    if (known > 0 && repeat === known + dashCount) repeat = known;
    met.set(id, repeat + 1);
    taken.add(nameOf(look(repeat)));
    return look(repeat);
  });
}
