/** Two classes of points in the plane in classic shapes, generated: for seeing what a network learns. */
import { type Random, randomStream } from '../random/random';

export const planeShapes = ['moons', 'circles', 'spirals', 'xor', 'blobs'] as const;
export type PlaneShape = (typeof planeShapes)[number];

type Place = readonly [x: number, y: number];

/** A point of a class without noise; all shapes fill about [−1, 1]². */
const places: Record<PlaneShape, (label: number, random: Random) => Place> = {
  moons(label, random) {
    const angle = Math.PI * random.uniform();
    const x = Math.cos(angle) - 0.5;
    const y = Math.sin(angle) - 0.25;
    const size = 0.75;
    return label === 0 ? [size * x, size * y] : [-size * x, -size * y];
  },
  circles(label, random) {
    const angle = 2 * Math.PI * random.uniform();
    const radius = label === 0 ? 1 : 0.45;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  spirals(label, random) {
    const along = Math.sqrt(random.uniform()); // even spacing along the arm
    const angle = 3 * Math.PI * along + label * Math.PI;
    const radius = 0.1 + 0.95 * along;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  xor(label, random) {
    const side = random.below(2) === 0 ? -1 : 1;
    const x = side * random.uniform();
    const y = (label === 0 ? side : -side) * random.uniform();
    return [x, y];
  },
  blobs(label, random) {
    const centre = label === 0 ? -0.5 : 0.5;
    return [centre + 0.2 * random.normal(), centre + 0.2 * random.normal()];
  },
};

export interface PlanePoints {
  /** x0, y0, x1, y1, … */
  readonly points: Float32Array;
  /** 0 or 1, alternating. */
  readonly labels: Uint8Array;
}

/**
 * @param noise standard deviation of what is added to both coordinates
 * @param stream what the points are for: different streams give different points
 */
export function drawPlanePoints(shape: PlaneShape, count: number, noise: number, stream: string): PlanePoints {
  const random = randomStream(0, `${shape} for ${stream}`);
  const points = new Float32Array(2 * count);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % 2;
    const [x, y] = places[shape](i % 2, random);
    points[2 * i] = x + noise * random.normal();
    points[2 * i + 1] = y + noise * random.normal();
  }
  return { points, labels };
}

export interface NoisyPlanePoints extends PlanePoints {
  /** 1 where the label is not the one the point was drawn with. */
  readonly flipped: Uint8Array;
}

/**
 * Flips the labels of a share of the points. Every second one of them is moved onto a point of its own class whose label
 * stays, so that the two contradict each other: no function of the inputs, however flexible, fits them both.
 * @param share of the points, 0 … 0.5; any share above 0 flips at least one
 */
export function withLabelNoise(clean: PlanePoints, share: number): NoisyPlanePoints {
  const n = clean.labels.length;
  const flipped = new Uint8Array(n);
  const points = clean.points.slice();
  const labels = clean.labels.slice();
  const wanted = share === 0 ? 0 : Math.max(1, Math.round(share * n));
  const order = randomStream(0, 'label noise').permutation(n);
  const untouched = [0, 1].map((label) => order.subarray(wanted).filter((i) => clean.labels[i] === label));
  const next = [0, 0];
  order.subarray(0, wanted).forEach((i, k) => {
    const label = clean.labels[i]!;
    flipped[i] = 1;
    labels[i] = 1 - label;
    const twin = k % 2 === 0 ? untouched[label]![next[label]!++] : undefined;
    if (twin !== undefined) points.set(clean.points.subarray(2 * twin, 2 * twin + 2), 2 * i);
  });
  return { points, labels, flipped };
}
