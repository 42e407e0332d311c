/**
 * Generated two-class sets that stand in for the LIBSVM files of the paper's figure 3 (specification §2, "Offline
 * stand-ins"): two noisy rings, separable, and the same with labels that no function of the inputs can have.
 */
import { type Random, randomStream } from '../random/random';
import type { BinaryDataset } from './binary-dataset';

/** Samples in all, and how many of them lead: the training part. */
export const ringsSize = { samples: 600, train: 480 } as const;

const dataSeed = 0;
const radii = [1, 2] as const;
const spread = 0.12;
/** Of the noisy set's training part: share of flipped labels, and of samples that repeat an input with the opposite label. */
const flippedShare = 0.1;
const contradictingShare = 0.125;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

function drawPoint(random: Random, label: number): Point {
  // A direction uniform on the circle, from a point in the disc: needs no sine, which engines round differently.
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const length = Math.sqrt(u * u + v * v);
    if (length < 0.01 || length > 1) continue;
    const radius = radii[label]!;
    return { x: (radius * u) / length + spread * random.normal(), y: (radius * v) / length + spread * random.normal(), label };
  }
}

const opposite = (point: Point): Point => ({ ...point, label: 1 - point.label });

/**
 * Two rings around the origin, in random order: label 0 the inner one, 1 the outer.
 * @param noisy in the training part (the leading 480) 42 labels are flipped, and 60 samples repeat the input of another with
 * the opposite label, so that its loss cannot reach 0: flipped labels alone would still be fitted by a narrow kernel. The
 * other samples, for validation, stay clean.
 */
export function drawRings(noisy: boolean): BinaryDataset {
  const random = randomStream(dataSeed, noisy ? 'noisy rings' : 'rings');
  const { samples, train } = ringsSize;
  const contradicting = noisy ? Math.round(train * contradictingShare) : 0;
  const distinct = train - contradicting;
  const training = Array.from({ length: distinct }, (_, i) => drawPoint(random, i % 2));
  if (noisy) {
    for (const i of random.permutation(distinct).subarray(0, Math.round(distinct * flippedShare))) training[i] = opposite(training[i]!);
    for (const i of random.permutation(distinct).subarray(0, contradicting)) training.push(opposite(training[i]!));
  }
  const points = Array.from(random.permutation(train), (i) => training[i]!);
  for (let i = train; i < samples; i++) points.push(drawPoint(random, random.below(2)));
  return {
    samples,
    features: 2,
    values: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
    labels: Uint8Array.from(points, ({ label }) => label),
  };
}
