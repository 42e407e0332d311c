/** Trails as paths that can be cut off at any step, where the clock has come to, and labels that do not lie on each other. */
import type { PlotFrame } from '../../../../lesson-parts/frame';
import type { Racer } from '../../../../lessons/race';

/** What the race is timed by: one step each, or one batch evaluation each. */
export type Clock = 'steps' | 'evaluations';

/** A loss this far above the lowest is the finish: what comes after is a matter of digits. */
export const finish = 1e-8;

/** A racer that stops where it reaches the finish, if it does. */
export function upToFinish(racer: Racer, lowest: number): Racer {
  const arrival = racer.losses.findIndex((loss) => loss - lowest <= finish);
  if (arrival < 0) return racer;
  return {
    ...racer,
    trail: racer.trail.slice(0, 2 * (arrival + 1)),
    losses: racer.losses.slice(0, arrival + 1),
    evaluations: racer.evaluations.slice(0, arrival + 1),
    stepSizes: racer.stepSizes.slice(0, arrival),
    regimes: racer.regimes.slice(0, arrival),
    divergedAt: null,
  };
}

export interface Standing {
  /** The point of the trail that is reached. */
  readonly point: number;
  readonly arrived: boolean;
  /** Whether it has diverged by now. */
  readonly out: boolean;
}

/** How far a racer has come when the clock shows `at`. */
export function pointAt({ evaluations, losses, divergedAt }: Racer, clock: Clock, at: number, lowest: number): Standing {
  const last = losses.length - 1;
  let point = Math.min(at, last);
  if (clock === 'evaluations') while (evaluations[point]! > at) point--;
  // What the step that led nowhere cost is not known: at least the one evaluation.
  const out = divergedAt !== null && point === last && at > (clock === 'steps' ? last : evaluations[last]!);
  return { point, arrived: losses[point]! - lowest <= finish, out };
}

export interface TrailPath {
  readonly line: string;
  readonly dots: string;
  /** Lengths of `line` and `dots` up to and with each point. */
  readonly lineEnds: Int32Array;
  readonly dotEnds: Int32Array;
}

/** Pixels beyond which nothing is drawn exactly. */
const far = 4000;
const pixel = (value: number) => Math.max(-far, Math.min(far, value)).toFixed(1);

/** A trail in pixels: `line.slice(0, lineEnds[k])` is what there is of it at point k. */
export function trailPath({ trail, losses }: Racer, frame: PlotFrame): TrailPath {
  let [line, dots] = ['', ''];
  const lineEnds = new Int32Array(losses.length);
  const dotEnds = new Int32Array(losses.length);
  for (let k = 0; k < losses.length; k++) {
    const place = `${pixel(frame.x(trail[2 * k]!))} ${pixel(frame.y(trail[2 * k + 1]!))}`;
    line += `${k === 0 ? 'M' : 'L'}${place}`;
    // Round caps make a dot of a line that goes nowhere.
    dots += `M${place}h0`;
    lineEnds[k] = line.length;
    dotEnds[k] = dots.length;
  }
  return { line, dots, lineEnds, dotEnds };
}

export interface Head {
  readonly name: string;
  /** Pixels. */
  readonly x: number;
  readonly y: number;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

const lineHeight = 15;
const letterWidth = 8.3;

/**
 * Places for the heads' names beside them, the first first; null where there is no room. Heads outside the picture have none.
 * @param width of the picture, pixels
 */
export function labelsFor(heads: readonly Head[], width: number, height: number): (Label | null)[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = heads.map(({ x, y }) => ({
    left: x - 6,
    right: x + 6,
    top: y - 6,
    bottom: y + 6,
  }));
  return heads.map(({ name, x, y }, own) => {
    if (x < 0 || x > width || y < 0 || y > height) return null;
    const size = name.length * letterWidth;
    const offers: Label[] = [
      { x: x + 10, y, anchor: 'start' },
      { x: x - 10, y, anchor: 'end' },
      { x, y: y - 16, anchor: 'middle' },
      { x, y: y + 16, anchor: 'middle' },
      { x: x + 10, y: y - 14, anchor: 'start' },
      { x: x - 10, y: y + 14, anchor: 'end' },
      { x: x + 10, y: y + 14, anchor: 'start' },
      { x: x - 10, y: y - 14, anchor: 'end' },
    ];
    for (const offer of offers) {
      const left = offer.anchor === 'start' ? offer.x : offer.anchor === 'end' ? offer.x - size : offer.x - size / 2;
      const box = { left, right: left + size, top: offer.y - lineHeight / 2, bottom: offer.y + lineHeight / 2 };
      if (box.left < 2 || box.right > width - 2 || box.top < 2 || box.bottom > height - 2) continue;
      const free = taken.every(
        (other, i) => i === own || box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
      );
      if (!free) continue;
      taken.push(box);
      return offer;
    }
    return null;
  });
}
