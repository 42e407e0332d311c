/**
 * What a classifier's logits predict, beside the true classes. Made of one-hot rows: no comparison and no cast, whose results are whole
 * numbers on WebGPU.
 */
import { argMax, gather, matMul, mul, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * One-hot rows of the predicted classes; the first of equally likely ones.
 * @param logits [rows, classes]
 * @param identity [classes, classes]
 * @returns [rows, classes]
 */
export function predictedRows(logits: Tensor2D, identity: Tensor2D): Tensor2D {
  return gather(identity, argMax(logits, 1) as Tensor1D);
}

/**
 * 1 where the prediction is right, else 0, float32 [rows].
 * @param oneHot the true classes, [rows, classes]
 */
export function rightPredictions(logits: Tensor2D, oneHot: Tensor2D, identity: Tensor2D): Tensor1D {
  return sum(mul(predictedRows(logits, identity), oneHot), 1);
}

/**
 * Counts: rows are the true classes, columns the predicted ones, float32 [classes, classes].
 * @param oneHot the true classes, [rows, classes]
 */
export function confusionCounts(logits: Tensor2D, oneHot: Tensor2D, identity: Tensor2D): Tensor2D {
  return matMul(oneHot, predictedRows(logits, identity), true, false);
}

/** A row of 0 and one 1 for each class, float32 [classes × classes]. */
export function identityRows(classes: number): Float32Array {
  return Float32Array.from({ length: classes * classes }, (_, i) => Number(i % (classes + 1) === 0));
}
