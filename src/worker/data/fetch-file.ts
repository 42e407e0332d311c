/**
 * One file from the network into a file on the disk, going on where it broke off. What has arrived is never thrown away unless the
 * file has changed on the server meanwhile.
 */
import { inMegabytes } from '../../datasets/file-limits';
import { InputError } from '../../fields/input-error';

/** Where the bytes go: the end of a file. */
export interface Sink {
  readonly size: number;
  append(bytes: Uint8Array): void;
  truncate(size: number): void;
}

/** What the server said of the file the last time. */
export interface Remembered {
  readonly url: string;
  /** null: not known. */
  readonly total: number | null;
  readonly etag: string | null;
}

export interface FetchJob {
  /** For messages. */
  readonly name: string;
  /** Addresses of the same bytes: the next is asked where one says that it has no such file. */
  readonly urls: readonly string[];
  /** Exact length, if it is known beforehand. */
  readonly bytes: number | null;
  readonly sink: Sink;
  /** null: nothing was asked yet. */
  readonly remembered: Remembered | null;
  remember(remembered: Remembered): Promise<void>;
  progress(received: number, total: number | null): void;
  readonly signal: AbortSignal;
}

/** What a download needs of the world; other ones are given in tests. */
export interface Network {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Resolves after so many milliseconds, rejects when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Attempts in a row that bring nothing before it gives up. */
const attempts = 4;
/** An attempt is given up when nothing arrives for so many milliseconds. */
const patience = 30_000;

/** The address is no use: another attempt would hear the same. */
class Refused extends Error {}

/** The server's file is not the one that was begun. */
class Changed extends Error {}

interface Range {
  /** Where the answer starts; null if the answer does not say. */
  readonly start: number | null;
  readonly total: number | null;
}

/** `bytes 100-199/200`, `bytes 100-199/*` or `bytes * /200` (without the space). */
function contentRange(response: Response): Range {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const number = (text: string | undefined) => (text === undefined || text === '*' ? null : Number(text));
  return { start: number(match?.[1]), total: number(match?.[2]) };
}

function contentLength(response: Response): number | null {
  const length = response.headers.get('content-length');
  return length !== null && /^\d+$/.test(length) ? Number(length) : null;
}

class Fetching {
  private total: number | null;
  private etag: string | null;
  private address = 0;
  /** Some browsers ask the server's leave for a range, which not every server gives: then the whole is asked for, and the beginning skipped. */
  private whole = false;

  constructor(
    private readonly job: FetchJob,
    private readonly network: Network,
  ) {
    const known = job.remembered && job.urls.includes(job.remembered.url) ? job.remembered : null;
    this.total = job.bytes ?? known?.total ?? null;
    this.etag = known?.etag ?? null;
    if (known) this.address = job.urls.indexOf(known.url);
  }

  async run(): Promise<void> {
    const { job } = this;
    const { sink, signal } = job;
    for (let failed = 0; ; ) {
      const before = sink.size;
      try {
        signal.throwIfAborted();
        await this.attempt();
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof InputError) throw error;
        if (error instanceof Changed) {
          sink.truncate(0);
          failed += 1;
        } else if (error instanceof Refused) {
          this.address += 1;
          if (this.address >= job.urls.length) throw new InputError(job.name, error.message);
          continue;
        } else failed = sink.size > before ? 1 : failed + 1;
        if (failed >= attempts) throw this.brokenOff(error);
        await this.network.wait(500 * 2 ** failed, signal);
      }
    }
  }

  private brokenOff(error: unknown): InputError {
    const { name, sink } = this.job;
    const of = this.total === null ? '' : ` of ${inMegabytes(this.total)}`;
    const reason = error instanceof Error && error.message ? ` (${error.message})` : '';
    const offline = globalThis.navigator?.onLine === false ? ' This machine is offline.' : '';
    if (sink.size === 0) {
      return new InputError(
        name,
        `the download could not be begun${reason}.${offline} Check the connection and try again, or open a copy.`,
      );
    }
    return new InputError(
      name,
      `the download broke off after ${inMegabytes(sink.size)}${of}${reason}.${offline} What is here is kept; resume it.`,
    );
  }

  private async attempt(): Promise<void> {
    const { sink } = this.job;
    if (this.total !== null && sink.size > this.total) sink.truncate(0);
    if (this.total !== null && sink.size === this.total) return;
    const stalled = new AbortController();
    let timer = setTimeout(() => stalled.abort(), patience);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(new Error(`nothing arrived for ${patience / 1000} s`)), patience);
    };
    try {
      const response = await this.ask(AbortSignal.any([this.job.signal, stalled.signal]));
      alive();
      await this.take(response, alive);
    } catch (error) {
      throw stalled.signal.aborted ? stalled.signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  private async ask(signal: AbortSignal): Promise<Response> {
    const { sink, urls } = this.job;
    const asRange = sink.size > 0 && !this.whole;
    const init: RequestInit = { signal, credentials: 'omit', cache: 'no-store' };
    if (asRange) init.headers = { Range: `bytes=${sink.size}-` };
    try {
      return await this.network.fetch(urls[this.address]!, init);
    } catch (error) {
      // No answer at all: either the network, or a range that was not allowed. The next attempt tries the other way.
      if (sink.size > 0) this.whole = asRange;
      throw error;
    }
  }

  private async take(response: Response, alive: () => void): Promise<void> {
    const { sink } = this.job;
    const { status } = response;
    const range = contentRange(response);
    if (status === 416) {
      await response.body?.cancel();
      if (range.total === sink.size) return;
      throw new Changed('the file on the server is another one than before');
    }
    if (status !== 200 && status !== 206) {
      await response.body?.cancel();
      const said = `${new URL(response.url || this.job.urls[this.address]!).host} answered ${status}`;
      if (status === 429 || status >= 500) throw new Error(said);
      throw new Refused(`${said}: the address may have changed. Get the set from its home page and open the files.`);
    }
    const start = status === 206 ? (range.start ?? sink.size) : 0;
    const length = contentLength(response);
    await this.compare(status === 206 ? (range.total ?? (length === null ? null : start + length)) : length, response);
    if (start > sink.size) {
      await response.body?.cancel();
      throw new Error(`the server answered from byte ${start} on, not from ${sink.size}`);
    }
    await this.pour(response, sink.size - start, alive);
    if (this.total !== null && sink.size < this.total) throw new Error('the connection was closed');
    if (this.job.bytes !== null && sink.size > this.job.bytes) {
      sink.truncate(0);
      throw new InputError(
        this.job.name,
        `is longer than the ${inMegabytes(this.job.bytes)} that were expected; the file on the server has changed.`,
      );
    }
  }

  /** Whether it is still the same file; what the server says of it is remembered. */
  private async compare(total: number | null, response: Response): Promise<void> {
    const { job } = this;
    const etag = response.headers.get('etag');
    const begun = job.sink.size > 0;
    const otherTag = begun && this.etag !== null && etag !== null && etag !== this.etag;
    // A length that is not exact may be that of a packed transfer: then more bytes arrived than it says.
    const otherLength =
      begun && job.bytes === null && this.total !== null && total !== null && total !== this.total && this.total >= job.sink.size;
    if (job.bytes === null) this.total = total;
    this.etag = etag;
    await job.remember({ url: job.urls[this.address]!, total: this.total, etag });
    if (otherTag || otherLength) {
      await response.body?.cancel();
      throw new Changed('the file on the server is another one than before');
    }
  }

  /** Appends the body, without its first `skipped` bytes, which are here already. */
  private async pour(response: Response, skipped: number, alive: () => void): Promise<void> {
    const { sink, progress } = this.job;
    if (!response.body) return;
    const reader = response.body.getReader();
    let skip = skipped;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.job.signal.throwIfAborted();
        alive();
        const fresh = value.subarray(Math.min(skip, value.length));
        skip -= value.length - fresh.length;
        if (fresh.length > 0) sink.append(fresh);
        // The length of a packed transfer is not that of the file.
        if (this.job.bytes === null && this.total !== null && sink.size > this.total) this.total = null;
        progress(sink.size, this.total);
      }
    } catch (error) {
      await reader.cancel().catch(() => {}); // the connection may be gone already
      throw error;
    }
  }
}

/**
 * Downloads a file to the end of `job.sink`, or what is missing of it.
 * @throws InputError when it cannot go on: what is here is kept; the signal's reason when it is aborted
 */
export function fetchFile(job: FetchJob, network: Network): Promise<void> {
  return new Fetching(job, network).run();
}
