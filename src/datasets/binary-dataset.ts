/** Two-class data sets as dense tables on the host: what file parsers and generators give and tasks take. */

export interface BinaryDataset {
  readonly samples: number;
  readonly features: number;
  /** Row-major [samples × features]. */
  readonly values: Float32Array;
  /** 0 or 1, one a sample. */
  readonly labels: Uint8Array;
}

/** Samples from … to − 1. Shares memory with the whole. */
export function rangeOf(data: BinaryDataset, from: number, to: number): BinaryDataset {
  return {
    samples: to - from,
    features: data.features,
    values: data.values.subarray(from * data.features, to * data.features),
    labels: data.labels.subarray(from, to),
  };
}

/** The samples with these numbers, in this order. */
export function selectionOf(data: BinaryDataset, numbers: Int32Array): BinaryDataset {
  const { features } = data;
  const values = new Float32Array(numbers.length * features);
  numbers.forEach((number, row) => {
    values.set(data.values.subarray(number * features, (number + 1) * features), row * features);
  });
  return { samples: numbers.length, features, values, labels: Uint8Array.from(numbers, (number) => data.labels[number]!) };
}
