/** The catalog is complete and says of every download how it is checked. */
import { describe, expect, it } from 'vitest';
import { catalog, catalogEntry } from './catalog';
import { setIds } from './parsed-set';

it('has every set once', () => {
  expect(catalog.map(({ id }) => id).sort()).toEqual([...setIds].sort());
  expect(catalogEntry('cifar10').name).toBe('CIFAR-10');
});

describe.each(catalog)('$name', ({ downloads, downloadBytes, rows, mirror }) => {
  it('comes over https from hosts that other pages may read', () => {
    const hosts = downloads.flatMap(({ urls }) => urls.map((url) => new URL(url)));
    for (const { protocol, host } of hosts) {
      expect(protocol).toBe('https:');
      expect(['huggingface.co', 'raw.githubusercontent.com']).toContain(host);
    }
    expect(downloads.length > 0).toBe(mirror !== null);
    expect(downloads.length > 0).toBe(downloadBytes > 0);
  });

  it('is checked by numbers of samples or by SHA-256', () => {
    for (const { sha256, urls } of downloads) {
      expect(rows !== null || sha256 !== null).toBe(true);
      if (sha256 !== null) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(urls.length).toBeGreaterThan(0);
    }
  });

  it('has files of different names', () => {
    expect(new Set(downloads.map(({ file }) => file)).size).toBe(downloads.length);
  });
});
