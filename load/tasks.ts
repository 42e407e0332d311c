/** Tasks of a page's main thread, out of a trace of the browser: how long each took, of the clock and of the processor, and what was in it. */

/** An event of a trace, as far as it is used. Times in microseconds; `tdur`: of the thread's own processor time. */
export interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly tid: number;
  readonly pid: number;
  readonly args?: { readonly name?: string; readonly data?: Readonly<Record<string, unknown>> };
}

/** Milliseconds. */
export interface Task {
  readonly wall: number;
  /** What the page itself computed: the rest of `wall` other processes had. */
  readonly cpu: number;
  /** Start, in microseconds of the trace's clock. */
  readonly at: number;
  /** What it was made of, the largest first: "name 12 ms". */
  readonly what: string;
}

/** Of the events that frame others only. */
const frames = /RunTask$|^ThreadPool|^SimpleWatcher|^Receive |^Connector|Scheduler::|^BlinkScheduler/;

const nameOf = ({ name, args }: TraceEvent): string => {
  const { functionName, type } = args?.data ?? {};
  if (name === 'EventDispatch' && typeof type === 'string') return `event ${type}`;
  return name === 'FunctionCall' && typeof functionName === 'string' && functionName !== '' ? `FunctionCall ${functionName}` : name;
};

/** Processor time of each kind of event inside a task, without that of the events inside it. */
function partsOf(inside: readonly TraceEvent[], at: number, length: number): string {
  const own = new Map<string, number>();
  const open: { name: string; end: number; rest: number }[] = [];
  const close = (until: number) => {
    while (open.length > 0 && open.at(-1)!.end <= until) {
      const { name, rest } = open.pop()!;
      own.set(name, (own.get(name) ?? 0) + rest);
    }
  };
  for (const event of inside) {
    if (event.ts < at || event.ts >= at + length || frames.test(event.name)) continue;
    close(event.ts);
    const time = event.dur ?? 0;
    const above = open.at(-1);
    if (above) above.rest -= time;
    open.push({ name: nameOf(event), end: event.ts + time, rest: time });
  }
  close(Number.POSITIVE_INFINITY);
  const parts = [...own].sort(([, a], [, b]) => b - a).filter(([, time]) => time >= 2000);
  return parts
    .slice(0, 4)
    .map(([name, time]) => `${name} ${Math.round(time / 1000)} ms`)
    .join(', ');
}

/**
 * The tasks of the main threads of all pages in a trace.
 * @param from tasks shorter than this many milliseconds are counted but not described
 */
export function tasksOf(events: readonly TraceEvent[], from: number): Task[] {
  const mains = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}.${tid}`),
  );
  const byThread = new Map<string, TraceEvent[]>();
  for (const event of events) {
    const key = `${event.pid}.${event.tid}`;
    if (!mains.has(key) || event.dur === undefined) continue;
    const list = byThread.get(key);
    if (list) list.push(event);
    else byThread.set(key, [event]);
  }
  return [...byThread.values()].flatMap((list) => {
    list.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
    // The same task is told of by two categories, one inside the other.
    let until = Number.NEGATIVE_INFINITY;
    return list.flatMap((event): Task[] => {
      if (!/RunTask$/.test(event.name) || event.ts < until) return [];
      const wall = event.dur ?? 0;
      until = event.ts + wall;
      return [
        {
          wall: wall / 1000,
          cpu: (event.tdur ?? wall) / 1000,
          at: event.ts,
          what: wall / 1000 < from ? '' : partsOf(list, event.ts, wall),
        },
      ];
    });
  });
}
