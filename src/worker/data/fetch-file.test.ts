/** Downloads go on where they broke off, never lose ground, and notice when the server's file is another one. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../fields/input-error';
import { type FetchJob, fetchFile, type Network, type Remembered } from './fetch-file';

const content = Uint8Array.from({ length: 1000 }, (_, i) => (i * 31) % 251);

class Memory {
  bytes = new Uint8Array(0);
  get size(): number {
    return this.bytes.length;
  }
  append(more: Uint8Array): void {
    this.bytes = Uint8Array.from([...this.bytes, ...more]);
  }
  truncate(size: number): void {
    this.bytes = this.bytes.slice(0, size);
  }
}

type Answer = (range: string | null, url: string) => Response;

/** A body that breaks off after its pieces, or ends. */
function body(pieces: readonly Uint8Array[], broken: boolean): ReadableStream<Uint8Array> {
  const rest = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = rest.shift();
      if (piece) controller.enqueue(piece);
      else if (broken) controller.error(new TypeError('network error'));
      else controller.close();
    },
  });
}

const whole =
  (upTo = content.length, etag = '"a"', data = content): Answer =>
  () =>
    new Response(body([data.subarray(0, upTo)], upTo < data.length), {
      headers: { 'content-length': String(data.length), etag },
    });

const rest =
  (upTo = content.length, shift = 0, etag = '"a"', data = content): Answer =>
  (range) => {
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]) + shift;
    return new Response(body([data.subarray(from, upTo)], upTo < data.length), {
      status: 206,
      headers: { 'content-range': `bytes ${from}-${data.length - 1}/${data.length}`, etag },
    });
  };

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(null, { status: code, headers });
const noAnswer: Answer = () => {
  throw new TypeError('Failed to fetch');
};

function setUp(answers: Answer[], given: Partial<FetchJob> = {}) {
  const sink = new Memory();
  const asked: (string | null)[] = [];
  const waits: number[] = [];
  const notes: Remembered[] = [];
  const seen: [number, number | null][] = [];
  const left = [...answers];
  const network: Network = {
    fetch(url, init) {
      const range = new Headers(init.headers).get('range');
      asked.push(range);
      const answer = left.shift() ?? noAnswer;
      return new Promise((resolve) => resolve(answer(range, url)));
    },
    wait(milliseconds, signal) {
      waits.push(milliseconds);
      signal.throwIfAborted();
      return Promise.resolve();
    },
  };
  const job: FetchJob = {
    name: 'MNIST, train.parquet',
    urls: ['https://data.example/train.parquet'],
    bytes: null,
    sink,
    remembered: null,
    remember: async (note) => void notes.push(note),
    progress: (received, total) => seen.push([received, total]),
    signal: new AbortController().signal,
    ...given,
  };
  return { sink, asked, waits, notes, seen, left, run: () => fetchFile(job, network) };
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe('a download', () => {
  it('in one go tells its progress and remembers what it is', async () => {
    const { sink, asked, notes, seen, run } = setUp([whole()]);
    await run();
    expect(sink.bytes).toEqual(content);
    expect(asked).toEqual([null]);
    expect(seen).toEqual([[1000, 1000]]);
    expect(notes).toEqual([{ url: 'https://data.example/train.parquet', total: 1000, etag: '"a"' }]);
  });

  it('that breaks off goes on by itself, asking for the rest only', async () => {
    const { sink, asked, waits, run } = setUp([whole(400), rest(700), rest()]);
    await run();
    expect(sink.bytes).toEqual(content);
    expect(asked).toEqual([null, 'bytes=400-', 'bytes=700-']);
    expect(waits).toEqual([1000, 1000]);
  });

  it('whose connection closes early without an error is not taken for whole', async () => {
    const short: Answer = () => new Response(body([content.subarray(0, 300)], false), { headers: { 'content-length': '1000' } });
    const { sink, asked, run } = setUp([short, rest()]);
    await run();
    expect(sink.bytes).toEqual(content);
    expect(asked).toEqual([null, 'bytes=300-']);
  });

  it('gives up after some attempts, keeps what it has and says so', async () => {
    const { sink, waits, run } = setUp([whole(400)]);
    expect(await refusal(run())).toMatch(
      /^MNIST, train.parquet: the download broke off after .* \(Failed to fetch\).* What is here is kept; resume it\.$/,
    );
    expect(sink.bytes).toEqual(content.subarray(0, 400));
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  it('that nobody answers has nothing to resume', async () => {
    const { sink, run } = setUp([]);
    expect(await refusal(run())).toMatch(/^MNIST, train.parquet: the download could not be begun \(Failed to fetch\).* try again/);
    expect(sink.size).toBe(0);
  });

  it('goes on after a reload', async () => {
    const remembered = { url: 'https://data.example/train.parquet', total: 1000, etag: '"a"' };
    const { sink, asked, run } = setUp([rest()], { remembered });
    sink.append(content.subarray(0, 900));
    await run();
    expect(sink.bytes).toEqual(content);
    expect(asked).toEqual(['bytes=900-']);
  });

  it('that is whole already asks for nothing', async () => {
    const { sink, asked, run } = setUp([], { bytes: 1000 });
    sink.append(content);
    await run();
    expect(asked).toEqual([]);
  });

  it('of unknown length that is whole already hears so from the server', async () => {
    const { sink, run } = setUp([status(416, { 'content-range': 'bytes */1000' })]);
    sink.append(content);
    await run();
    expect(sink.bytes).toEqual(content);
  });
});

describe('a server that gives no ranges', () => {
  it('answers with the whole: the beginning is skipped, nothing is lost if it breaks off again', async () => {
    const { sink, run } = setUp([whole(400), whole(200), whole(500), whole()]);
    await run();
    expect(sink.bytes).toEqual(content);
  });

  it('does not answer at all (no leave for a range across origins): the whole is asked for next', async () => {
    const { sink, asked, run } = setUp([whole(400), noAnswer, whole()]);
    await run();
    expect(sink.bytes).toEqual(content);
    expect(asked).toEqual([null, 'bytes=400-', null]);
  });

  it('answers from another byte on: an earlier start is skipped, a later one is not taken', async () => {
    const early = setUp([whole(400), rest(1000, -100)]);
    await early.run();
    expect(early.sink.bytes).toEqual(content);
    const late = setUp([whole(400), rest(1000, 50), rest()]);
    await late.run();
    expect(late.sink.bytes).toEqual(content);
  });
});

describe('a file that changed on the server', () => {
  const other = content.map((byte) => byte ^ 255);

  it.each([
    ['by its tag', rest(1000, 0, '"b"', other), whole(1000, '"b"', other), other],
    ['by its length', rest(600, 0, '"a"', other.subarray(0, 600)), whole(600, '"a"', other.subarray(0, 600)), other.subarray(0, 600)],
    ['by a range that it does not have', status(416, { 'content-range': 'bytes */300' }), whole(1000, '"b"', other), other],
  ])('is noticed %s and begun again', async (_, answer, again, expected) => {
    const { sink, asked, run } = setUp([whole(400), answer, again]);
    await run();
    expect(sink.bytes).toEqual(expected);
    expect(asked).toEqual([null, 'bytes=400-', null]);
  });

  it('is refused where the length is known beforehand and it is longer', async () => {
    const { sink, run } = setUp([whole()], { bytes: 800 });
    expect(await refusal(run())).toMatch(/is longer than/);
    expect(sink.size).toBe(0);
  });

  it('is not suspected because a packed transfer has a shorter length', async () => {
    const packed =
      (upTo: number): Answer =>
      () =>
        new Response(body([content.subarray(0, upTo)], upTo < 1000), { headers: { 'content-length': '350', etag: '"a"' } });
    const { sink, seen, run } = setUp([packed(400), rest()]);
    await run();
    expect(sink.bytes).toEqual(content);
    expect(seen).toEqual([
      [400, null],
      [1000, 1000],
    ]);
  });
});

describe('answers that are no file', () => {
  it('404: the next address is asked, and the last one says what to do', async () => {
    const urls = ['https://data.example/new', 'https://data.example/old'];
    const both = setUp([status(404), whole()], { urls });
    await both.run();
    expect(both.sink.bytes).toEqual(content);
    const none = setUp([status(404), status(403)], { urls });
    expect(await refusal(none.run())).toMatch(/data\.example answered 403: the address may have changed/);
    expect(none.waits).toEqual([]);
  });

  it('503 and 429 are asked again', async () => {
    const { sink, waits, run } = setUp([status(503), status(429), whole()]);
    await run();
    expect(sink.bytes).toEqual(content);
    expect(waits).toEqual([1000, 2000]);
  });
});

it('an abort ends it at once and keeps what is here', async () => {
  const abort = new AbortController();
  const endless: Answer = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(content.subarray(0, 10));
          abort.abort(new Error('stopped'));
        },
      }),
    );
  const { sink, asked, run } = setUp([endless], { signal: abort.signal });
  await expect(run()).rejects.toThrow('stopped');
  expect(sink.size).toBeLessThanOrEqual(20);
  expect(asked).toHaveLength(1);
});

it('a full disk is no reason to try again', async () => {
  const { sink, asked, run } = setUp([whole()]);
  sink.append = () => {
    throw new InputError('train.parquet', 'there is no room left');
  };
  expect(await refusal(run())).toMatch(/no room left/);
  expect(asked).toHaveLength(1);
});
