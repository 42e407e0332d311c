/** What is set in the one-dimensional picture, and the step that follows from it. */
import { useState } from 'react';
import { useGlide } from '../../../../lesson-parts/use-glide';
import { type Loss1d, loss1dOf } from '../../../../lessons/losses-1d';
import { type PolyakPoint, type PolyakStep, polyakStep, type StepRegime } from '../../../../lessons/polyak-step';

/** η at first: long enough that a target out of reach shows; and how far it can be set. */
const usualEta = 2;
export const etaRange = [0.05, 5] as const;

/** A point of the loss, with what the step from it needs. */
export interface Stand extends PolyakPoint {
  readonly w: number;
}

export interface OneStepState {
  readonly loss: Loss1d;
  /** Where the step is reckoned from; it stays while the point glides to the next one. */
  readonly stand: Stand;
  readonly step: PolyakStep;
  /** Where the point is drawn. */
  readonly shown: number;
  readonly gliding: boolean;
  /** The weights that steps were taken from, in order. */
  readonly trail: readonly number[];
  /** The regimes that have been met. */
  readonly seen: readonly StepRegime[];
  /** Whether the next point is in the picture. */
  readonly lands: boolean;
  choose(id: string): void;
  moveTo(w: number): void;
  setEta(eta: number): void;
  setTarget(target: number): void;
  take(): void;
  restart(): void;
}

export function useOneStep(): OneStepState {
  const [loss, setLoss] = useState(() => loss1dOf('floor'));
  const [eta, setEta] = useState(usualEta);
  const [target, setTarget] = useState(0);
  const [from, setFrom] = useState(loss.start);
  /** Where a glide ends. */
  const [goal, setGoal] = useState(loss.start);
  const [trail, setTrail] = useState<readonly number[]>([]);
  const [seen, setSeen] = useState<readonly StepRegime[]>([]);
  const point = useGlide(loss.start, 600);
  const w = point.gliding ? from : point.value;
  const standAt = (at: number): Stand => ({ w: at, loss: loss.value(at), slope: loss.slope(at), target, eta });
  const stand = standAt(w);
  const step = polyakStep(stand);
  if (!seen.includes(step.regime)) setSeen([...seen, step.regime]);
  const [low, high] = loss.range;
  const inPicture = (at: number) => at >= low && at <= high;
  const lands = inPicture(step.next);
  const glideTo = (start: number, end: number) => {
    setFrom(start);
    setGoal(end);
    point.to(end);
  };
  return {
    loss,
    stand,
    step,
    shown: point.value,
    gliding: point.gliding,
    trail,
    seen,
    lands,
    choose(id) {
      const chosen = loss1dOf(id);
      setLoss(chosen);
      setTarget(Math.min(target, chosen.valueRange[1]));
      setTrail([]);
      point.set(chosen.start);
    },
    moveTo(to) {
      setTrail([]);
      point.set(Math.max(low, Math.min(high, to)));
    },
    setEta,
    setTarget: (to) => setTarget(Math.max(0, Math.min(loss.valueRange[1], to))),
    take() {
      // Pressed again before the point has arrived: on from where it is going.
      const here = point.gliding ? goal : w;
      const { next } = polyakStep(standAt(here));
      if (!inPicture(next)) return;
      setTrail([...trail, here]);
      glideTo(here, next);
    },
    restart() {
      setTrail([]);
      glideTo(w, loss.start);
    },
  };
}
