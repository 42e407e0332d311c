/** What the page says of an adapter, and that asking for one never throws. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeAdapter, findAdapter } from './adapter';

describe('an adapter', () => {
  it('is named by vendor, architecture and description or device, without repeating itself', () => {
    expect(describeAdapter({ vendor: 'nvidia', architecture: 'ampere', description: '', device: '' })).toEqual({
      name: 'nvidia · ampere',
      software: false,
    });
    expect(describeAdapter({ vendor: 'intel', architecture: 'gen-12lp', description: 'Intel(R) Iris(R) Xe', device: '0x9a49' }).name).toBe(
      'intel · gen-12lp · Intel(R) Iris(R) Xe',
    );
    expect(describeAdapter({ vendor: 'apple', architecture: 'apple', device: 'apple' }).name).toBe('apple');
    expect(describeAdapter({ vendor: 'arm', description: '  ' }).name).toBe('arm');
    expect(describeAdapter({})).toEqual({ name: 'unnamed adapter', software: false });
  });

  it.each([
    { vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader Device (Subzero)' },
    { vendor: 'mesa', description: 'llvmpipe (LLVM 19.1.0, 256 bits)' },
    { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' },
    { vendor: 'unknown', isFallbackAdapter: true },
  ])('is a software one: $vendor $description', (info) => {
    expect(describeAdapter(info).software).toBe(true);
  });
});

describe('the search for an adapter', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    ['there is no navigator', undefined],
    ['there is no WebGPU', {}],
    ['there is no adapter', { gpu: { requestAdapter: async () => null } }],
    ['the browser refuses', { gpu: { requestAdapter: () => Promise.reject(new Error('blocked')) } }],
    [
      'the browser throws',
      {
        gpu: {
          requestAdapter: () => {
            throw new Error('broken');
          },
        },
      },
    ],
  ])('ends with null where %s', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    expect(await findAdapter()).toBeNull();
  });
});
