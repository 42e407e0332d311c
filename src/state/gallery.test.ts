/** Fetching what samples look like: only what is missing, one request at a time, the last wish first. */
import { describe, expect, it } from 'vitest';
import type { GalleryContent } from '../worker/protocol';
import { GalleryCache } from './gallery';

/** A cache whose requests wait for an answer. */
function setUp() {
  const requests: { ids: readonly number[]; answer(content: GalleryContent): void; fail(message: string): void }[] = [];
  const cache = new GalleryCache(
    (ids) =>
      new Promise((resolve, reject) => requests.push({ ids, answer: resolve, fail: (message: string) => reject(new Error(message)) })),
  );
  let told = 0;
  cache.subscribe(() => {
    told++;
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const texts = (index: number) => {
    const request = requests[index]!;
    request.answer({ kind: 'texts', texts: request.ids.map((id) => `t${id}`) });
    return settled();
  };
  return { cache, requests, texts, settled, told: () => told };
}

describe('GalleryCache', () => {
  it('fetches only what is missing, and tells when it has come', async () => {
    const { cache, requests, texts, told } = setUp();
    cache.want([1, 2]);
    expect(cache.get(1)).toBeUndefined();
    await texts(0);
    expect([cache.get(1), cache.get(2), told()]).toEqual(['t1', 't2', 1]);
    cache.want([2, 3]);
    expect(requests.map(({ ids }) => ids)).toEqual([[1, 2], [3]]);
    cache.want([1]);
    await texts(1);
    expect(requests).toHaveLength(2);
  });

  it('skips wishes that were overtaken while a request was under way', async () => {
    const { cache, requests, texts } = setUp();
    for (const id of [1, 2, 3]) cache.want([id]);
    await texts(0);
    expect(requests.map(({ ids }) => ids)).toEqual([[1], [3]]);
  });

  it('cuts pictures apart', async () => {
    const { cache, requests, settled } = setUp();
    cache.want([7, 9]);
    requests[0]!.answer({ kind: 'pictures', rgba: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) });
    await settled();
    expect(cache.get(9)).toEqual(Uint8ClampedArray.from([5, 6, 7, 8]));
  });

  it('says what went wrong, and tries again only when asked again', async () => {
    const { cache, requests, settled, texts } = setUp();
    cache.want([1]);
    requests[0]!.fail('the file is gone');
    await settled();
    expect([cache.problem, requests.length]).toEqual(['the file is gone', 1]);
    cache.want([1]);
    expect(cache.problem).toBeNull();
    await texts(1);
    expect(cache.get(1)).toBe('t1');
  });

  it('keeps what was looked at last, within its limit', async () => {
    const { cache, texts } = setUp();
    const range = (from: number) => Array.from({ length: 1000 }, (_, i) => from + i);
    cache.want(range(0));
    await texts(0);
    cache.want(range(1000));
    await texts(1);
    cache.want([5]);
    cache.want(range(2000));
    await texts(2);
    expect([cache.get(5), cache.get(2999), cache.get(6)]).toEqual(['t5', 't2999', undefined]);
  });

  it('hears nothing after it was closed', async () => {
    const { cache, requests, texts, told } = setUp();
    cache.want([1]);
    cache.close();
    await texts(0);
    cache.want([2]);
    expect([cache.get(1), told(), requests.length]).toEqual([undefined, 0, 1]);
  });
});
