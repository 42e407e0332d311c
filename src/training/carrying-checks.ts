/** A tiny task that carries numbers from update to update, draws at random, and may bring its data from the host, for the tests of training. */
import {
  add,
  gather,
  keep,
  mean,
  mul,
  reshape,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { uniformByHash } from '../engine/kernels/hash-random';
import type { Pass, Task } from '../tasks/definition';
import { lineTask } from './training-checks';

export interface CarryingSetting {
  /** The state starts anew with each epoch, and each batch is read in order. */
  readonly startsAnew?: boolean;
  /** The host brings the inputs. */
  readonly staged?: boolean;
  readonly microBatch?: number;
  /** What the host was asked for. */
  readonly asked?: number[][];
  /** Called with the mask of every batch made for training, and with every pass through the model. */
  readonly onPass?: (pass: Pass) => void;
}

/** How much of the old value a running mean keeps. */
const share = 0.9;

/**
 * `lineTask` whose inputs are multiplied by a random mask (1 + a uniform number a sample), and whose output has the mean output of the
 * batch taken off in training, a running mean of it in evaluations; where `startsAnew`, what is carried is added to the output instead.
 */
export function carryingTask(targets: readonly number[], setting: CarryingSetting = {}): Task {
  const { startsAnew = false, staged = false, microBatch, asked, onPass } = setting;
  const plain = lineTask(targets);
  const inputs = targets.map((_, z) => [1, z / targets.length]);
  const x = keep(tensor2d(inputs));
  const y = keep(tensor2d(targets.map((target) => [target])));
  return {
    ...plain,
    ...(microBatch === undefined ? {} : { microBatch }),
    carried: { initial: { average: { shape: [1], values: Float32Array.of(0.5) } }, startsAnew },
    ...(staged
      ? {
          staging: {
            tensors: [{ name: 'x', numbers: 2, dtype: 'float32' as const }],
            fetch: async (_part, ids) => {
              asked?.push([...ids]);
              return { x: Float32Array.from([...ids].flatMap((id) => inputs[id]!)) };
            },
          },
        }
      : {}),
    batch(_part, ids, { draw, staged: brought }) {
      const given = (staged ? brought['x'] : gather(x, ids)) as Tensor2D;
      const mask = draw ? add(uniformByHash(draw.seed, draw.update, ids, 1), 1) : null;
      return {
        x: mask ? mul(given, mask) : add(given, 0),
        y: reshape(gather(y, ids), [-1]),
        mask: mask ?? add(slice(given, [0, 0], [-1, 1]), 0),
      };
    },
    predict(w, batch, pass) {
      onPass?.(pass);
      const output = sum(mul(batch['x']!, w), 1) as Tensor1D;
      const before = pass.carried['average']!;
      const centre = reshape(mean(output), [1]);
      const average: Tensor = add(mul(before, share), mul(centre, 1 - share));
      if (pass.training || startsAnew) pass.carry('average', average);
      if (startsAnew) return add(output, before);
      return sub(output, pass.training ? centre : before);
    },
    ...(startsAnew
      ? {
          arrangement: () => ({
            order: Int32Array.from(targets, (_, z) => z),
            starts: [...Array.from({ length: Math.ceil(targets.length / 3) }, (_, i) => 3 * i), targets.length],
          }),
        }
      : {}),
    dispose() {
      plain.dispose();
      x.dispose();
      y.dispose();
    },
  };
}
