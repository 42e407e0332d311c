/** The browser's own decoder against ours, in a browser. */
import { expect, test } from 'vitest';
import { squaresOfFiles } from './image-files';
import { fileOfBytes } from './source';

/** A smooth picture, soft waves of colour, as JPEG. */
async function waves(width: number, height: number): Promise<Uint8Array> {
  const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => {
    const [x, y, colour] = [Math.floor(i / 4) % width, Math.floor(i / 4 / width), i % 4];
    return colour === 3 ? 255 : 128 + 90 * Math.sin(x / 17 + colour) * Math.cos(y / 23);
  });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
  return new Uint8Array(await blob.arrayBuffer());
}

test.each([
  [150, 100, 64],
  [90, 130, 90],
  [40, 40, 64],
])('%i × %i pixels to %i: nearly the same', async (width, height, side) => {
  const files = [fileOfBytes('waves.jpg', await waves(width, height))];
  const options = { side, border: 0, kept: 0 };
  const theirs = await squaresOfFiles(files, options).read([0]);
  const ours = await squaresOfFiles(files, { ...options, native: false }).read([0]);
  expect(theirs).toHaveLength(side * side * 3);
  const differences = ours.map((value, i) => Math.abs(value - theirs[i]!));
  expect(Math.max(...differences)).toBeLessThan(16);
  expect(differences.reduce((sum, difference) => sum + difference, 0) / differences.length).toBeLessThan(2);
});

test('what the browser cannot decode is refused with the file’s name', async () => {
  const cut = (await waves(60, 60)).subarray(0, 300);
  await expect(squaresOfFiles([fileOfBytes('cut.jpg', cut)], { side: 8, border: 0, kept: 0 }).read([0])).rejects.toMatchObject({
    where: 'cut.jpg',
  });
});
