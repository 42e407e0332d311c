/**
 * Numbers that a model multiplies by, as tensors. A number in JavaScript would be uploaded anew at every use (a staging buffer,
 * a break of the pass and a copy); here each is made once, and kept until `dispose`.
 */
import { fill, keep, type Scalar, scalar, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';

export class ModelConstants {
  private readonly scalars = new Map<number, Scalar>();
  private readonly columns = new Map<number, Tensor2D>();

  /** A scalar. */
  number(value: number): Scalar {
    return this.find(this.scalars, value, () => scalar(value));
  }

  /** [n, 1], every entry 1/n. */
  shares(n: number): Tensor2D {
    return this.find(this.columns, n, () => fill([n, 1], 1 / n) as Tensor2D);
  }

  dispose(): void {
    for (const kept of [this.scalars, this.columns]) {
      for (const tensor of kept.values()) tensor.dispose();
      kept.clear();
    }
  }

  private find<T extends Tensor>(among: Map<number, T>, key: number, make: () => T): T {
    let tensor = among.get(key);
    if (!tensor) {
      tensor = keep(make());
      among.set(key, tensor);
    }
    return tensor;
  }
}
