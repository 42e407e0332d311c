/** The memory estimate in words. */
import { expect, it } from 'vitest';
import type { MemoryEstimate } from '../../../tasks/definition';
import { memoryText } from './memory-text';

const estimate: MemoryEstimate = {
  setBytes: 153_600_000,
  dataBytes: 153_600_000,
  streamed: false,
  runBytes: 412_345_678,
  microBatch: null,
  fits: null,
  tooLarge: null,
};

it('adds the data and what the runs take', () => {
  expect(memoryText(estimate, 4)).toEqual({ text: 'Memory on the device: 154 MB of data + about 410 MB for 4 runs.', warns: false });
  expect(memoryText({ ...estimate, runBytes: 7e6 }, 1).text).toMatch(/about 7\.0 MB for one run\.$/);
});

it('says why images are streamed, and in which pieces a batch is computed', () => {
  const { text } = memoryText({ ...estimate, streamed: true, setBytes: 1.9e9, dataBytes: 393_216, fits: 349_525, microBatch: 16 }, 2);
  expect(text).toContain('brought batch by batch: all would take 1.9 GB, more than this device holds at once.');
  expect(text).toContain('393 kB for batches'.replace('393 kB', '0.4 MB'));
  expect(text).toContain('pieces of 16');
  expect(memoryText({ ...estimate, streamed: true, setBytes: null }, 2).text).toContain('Images are brought batch by batch.');
});

it('warns of what is too large for one tensor, or for most cards', () => {
  expect(memoryText({ ...estimate, tooLarge: 4e8 }, 1)).toMatchObject({ warns: true, text: expect.stringContaining('400 MB at once') });
  expect(memoryText({ ...estimate, runBytes: 9.4e9 }, 1)).toMatchObject({
    warns: true,
    text: expect.stringContaining('about 9.4 GB for one run'),
  });
});
