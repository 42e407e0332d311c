/**
 * The data of the matrix factorisation task: samples of a linear map y = A x without noise, drawn once and for all.
 * Specification §1, "Data" and "Split".
 */
import { randomStream } from '../random/random';

export const linearMapShape = { inputs: 6, outputs: 10, train: 800, validation: 200 } as const;

/** Tables are row-major float32, one sample a row. */
export interface LinearMapData {
  /** A, [10 × 6]; kept in float64 because its last rows are tiny. */
  readonly matrix: Float64Array;
  readonly trainInputs: Float32Array;
  readonly trainTargets: Float32Array;
  readonly validationInputs: Float32Array;
  readonly validationTargets: Float32Array;
}

/** The seed of the data: not the runs', which differ in weights and batch order only. */
const dataSeed = 0;

/**
 * A has entries uniform on [0, 1), its row i then multiplied by the i-th of ten numbers evenly spaced from 1 to 1e-10.
 * (The paper calls this condition number 10¹⁰; scaled rows are what the recipe of its figures makes.)
 */
export function drawLinearMap(): LinearMapData {
  const { inputs, outputs, train, validation } = linearMapShape;
  const random = randomStream(dataSeed, 'linear map');
  const matrix = new Float64Array(outputs * inputs);
  for (let i = 0; i < outputs; i++) {
    const scale = (outputs - 1 - i + i * 1e-10) / (outputs - 1);
    for (let j = 0; j < inputs; j++) matrix[i * inputs + j] = random.uniform() * scale;
  }
  const samples = train + validation;
  const x = Float32Array.from({ length: samples * inputs }, () => random.normal());
  const order = randomStream(dataSeed, 'linear map split').permutation(samples);

  const take = (numbers: Int32Array) => {
    const taken = { inputs: new Float32Array(numbers.length * inputs), targets: new Float32Array(numbers.length * outputs) };
    numbers.forEach((sample, row) => {
      for (let j = 0; j < inputs; j++) taken.inputs[row * inputs + j] = x[sample * inputs + j]!;
      for (let i = 0; i < outputs; i++) {
        let sum = 0;
        for (let j = 0; j < inputs; j++) sum += matrix[i * inputs + j]! * x[sample * inputs + j]!;
        taken.targets[row * outputs + i] = sum;
      }
    });
    return taken;
  };
  const forTraining = take(order.subarray(0, train));
  const forValidation = take(order.subarray(train));
  return {
    matrix,
    trainInputs: forTraining.inputs,
    trainTargets: forTraining.targets,
    validationInputs: forValidation.inputs,
    validationTargets: forValidation.targets,
  };
}
