/** Measures a page while something is done with it: the tasks of its main thread, and its memory. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CDPSession, Page } from '@playwright/test';
import { type Task, type TraceEvent, tasksOf } from './tasks';

/** Tasks of more milliseconds than this are too long. */
export const longest = 50;
/** From how many milliseconds on tasks are described. */
const noteworthy = 25;
const memoryEvery = 400;

const run = promisify(execFile);

/** What was seen while something was done. */
export interface Seen {
  readonly label: string;
  readonly seconds: number;
  readonly tasks: number;
  /** Tasks that took more than `longest` of the processor, and of the clock. */
  readonly overCpu: number;
  readonly overWall: number;
  /** The longest by the processor. */
  readonly longest: Task | null;
  readonly longestWall: number;
  /** All tasks that were too long, the longest first, with the functions that took the time where they were asked for. */
  readonly long: readonly (Task & { readonly why: string })[];
  /** Most memory of the page's process, its workers in it, in bytes. */
  readonly peak: number;
}

/** Bytes after a collection of garbage. */
export interface Memory {
  readonly heap: number;
  /** Typed arrays and other buffers. */
  readonly buffers: number;
  readonly process: number;
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
  readonly startTime: number;
}

/** Milliseconds of each function in a stretch of time, with those that it called: "name 12". */
function functionsIn(profile: Profile, from: number, to: number): string {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parent = new Map<number, number>();
  for (const { id, children } of profile.nodes) for (const child of children ?? []) parent.set(child, id);
  const total = new Map<string, number>();
  let at = profile.startTime;
  profile.samples?.forEach((sample, i) => {
    const step = profile.timeDeltas?.[i] ?? 0;
    at += step;
    if (at < from || at > to) return;
    const names = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parent.get(id)) {
      const frame = nodes.get(id)?.callFrame;
      if (frame && frame.functionName !== '(root)')
        names.add(`${frame.functionName || `${frame.url.split('/').at(-1)}:${frame.lineNumber}`}`);
    }
    for (const name of names) total.set(name, (total.get(name) ?? 0) + step / 1000);
  });
  const sorted = [...total].sort(([, a], [, b]) => b - a).filter(([, time]) => time >= 4);
  return sorted
    .slice(0, 22)
    .map(([name, time]) => `${name} ${Math.round(time)}`)
    .join(', ');
}

export class Meter {
  readonly seen: Seen[] = [];

  private constructor(
    private readonly session: CDPSession,
    private readonly profile: string,
    private readonly why: boolean,
  ) {}

  /** @param profile folder of the browser's profile, by which its processes are known */
  static async of(page: Page, profile: string, why: boolean): Promise<Meter> {
    const session = await page.context().newCDPSession(page);
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: 500 });
    return new Meter(session, profile, why);
  }

  /** Memory of the browser's largest page process, in bytes. */
  private async processMemory(): Promise<number> {
    const { stdout } = await run('ps', ['-axww', '-o', 'rss=,args='], { maxBuffer: 64e6 });
    const pages = stdout.split('\n').filter((line) => line.includes('--type=renderer') && line.includes(`--user-data-dir=${this.profile}`));
    return 1024 * Math.max(0, ...pages.map((line) => Number.parseInt(line, 10)));
  }

  /** Looks while `work` is done. */
  async during(label: string, work: () => Promise<unknown>): Promise<Seen> {
    const events: TraceEvent[] = [];
    const take = ({ value }: { value: unknown[] }) => {
      for (const event of value as TraceEvent[]) if (event.dur !== undefined || event.name === 'thread_name') events.push(event);
    };
    this.session.on('Tracing.dataCollected', take);
    const includedCategories = ['devtools.timeline', 'toplevel', 'v8', '__metadata'];
    await this.session.send('Tracing.start', {
      traceConfig: { includedCategories, recordMode: 'recordUntilFull', traceBufferSizeInKb: 400_000 },
      transferMode: 'ReportEvents',
    });
    if (this.why) await this.session.send('Profiler.start');
    let peak = 0;
    let looking = true;
    const look = (async () => {
      while (looking) {
        peak = Math.max(peak, await this.processMemory());
        await new Promise((resolve) => setTimeout(resolve, memoryEvery));
      }
    })();
    const began = Date.now();
    try {
      await work();
    } finally {
      looking = false;
      await look;
    }
    const seconds = (Date.now() - began) / 1000;
    const profile = this.why ? ((await this.session.send('Profiler.stop')).profile as Profile) : null;
    const ended = new Promise((resolve) => this.session.once('Tracing.tracingComplete', resolve));
    await this.session.send('Tracing.end');
    await ended;
    this.session.off('Tracing.dataCollected', take);
    // What the profiler itself takes when it begins is not the page's.
    const tasks = tasksOf(events, noteworthy).filter(({ what }) => !what.startsWith('CpuProfiler'));
    const long = tasks.filter(({ cpu }) => cpu > longest).sort((a, b) => b.cpu - a.cpu);
    const seen: Seen = {
      label,
      seconds,
      tasks: tasks.length,
      overCpu: long.length,
      overWall: tasks.filter(({ wall }) => wall > longest).length,
      longest: tasks.reduce<Task | null>((most, task) => (most === null || task.cpu > most.cpu ? task : most), null),
      longestWall: Math.max(0, ...tasks.map(({ wall }) => wall)),
      long: long.map((task) => ({ ...task, why: profile ? functionsIn(profile, task.at, task.at + 1000 * task.wall) : '' })),
      peak,
    };
    this.seen.push(seen);
    return seen;
  }

  /** Memory after a collection of garbage. */
  async memory(): Promise<Memory> {
    await this.session.send('HeapProfiler.collectGarbage');
    const usage = (await this.session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
    return { heap: usage.usedSize, buffers: usage.backingStorageSize ?? 0, process: await this.processMemory() };
  }
}
