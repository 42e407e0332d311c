/** Sets in numbers and in one line. */
import { expect, it } from 'vitest';
import { describeSet } from './describe-set';
import { type ParsedSet, pixelsInMemory } from './parsed-set';
import { fileOfBytes } from './source';

const part = (count: number) => ({ pixels: pixelsInMemory(new Uint8Array(count * 12), 12), labels: new Int32Array(count) });
const pictures = { kind: 'images', id: 'cifar10', height: 2, width: 2, channels: 3, classNames: ['a', 'b'] } as const;
const files = (count: number) => Array.from({ length: count }, () => ({ file: fileOfBytes('a.png', new Uint8Array()), label: 0 }));

it.each<[ParsedSet, number, number | null, string]>([
  [{ ...pictures, name: 'CIFAR-10', train: part(1200), test: part(3) }, 1200, 3, '1,200 + 3 images, 2 × 2, 2 classes'],
  [{ ...pictures, name: 'CIFAR-10, test part only', train: part(3), test: null }, 3, null, '3 images, 2 × 2, 2 classes, test part only'],
  [
    { kind: 'image-files', id: 'imagenet', name: 'mine', classNames: ['a', 'b'], train: files(2), test: [] },
    2,
    null,
    '2 images, 2 classes',
  ],
  [
    {
      kind: 'reviews',
      id: 'imdb',
      name: 'IMDB',
      train: { texts: ['good', 'bad'], labels: Uint8Array.from([1, 0]) },
      test: { texts: ['fine'], labels: Uint8Array.from([1]) },
    },
    2,
    1,
    '2 + 1 reviews',
  ],
  [{ kind: 'text', id: 'tolstoi', name: 'a, b.txt', text: 'Well, Prince' }, 12, null, '12 characters'],
])('%#', (set, train, test, text) => {
  expect(describeSet(set)).toEqual({ train, test, text });
});
