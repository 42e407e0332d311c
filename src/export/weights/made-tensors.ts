/** For tests only: tensors at random, and whether two lists of them are the same to the bit. */
import fc from 'fast-check';
import { type NamedTensor, sizeOfShape } from '../../training/named-tensors';

const numbers = fc.oneof(fc.float(), fc.constantFrom(0, -0, 1e-45, 3.4028234663852886e38, Number.NaN, Number.POSITIVE_INFINITY));

/** @param names what they may be called */
export function madeTensors(names: fc.Arbitrary<string>): fc.Arbitrary<NamedTensor[]> {
  const shape = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 });
  const tensor = fc.tuple(names, shape, fc.array(numbers, { minLength: 1, maxLength: 20 })).map(([name, sizes, values]): NamedTensor => {
    const count = sizeOfShape(sizes);
    return { name, shape: sizes, values: Float32Array.from({ length: count }, (_, i) => values[i % values.length]!) };
  });
  return fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 6 });
}

/** Name, shape and bits of each. */
export function told(tensors: readonly NamedTensor[]): unknown {
  return tensors.map(({ name, shape, values }) => [name, [...shape], [...new Uint32Array(values.slice().buffer)]]);
}

/** Whether everything in it is as its shape says. */
export function isConsistent(tensors: readonly NamedTensor[]): boolean {
  return tensors.every(({ name, shape, values }) => name !== '' && values.length === sizeOfShape(shape));
}
