/**
 * What can be asked of the runs of a session that is paused: why the next step is what it is, and the weights as they are, from which other
 * optimizers can start. Answered on the session's own time, so that no update is under way; the weights also after the end.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { yieldToMessages } from '../engine/yield';
import { InputError } from '../fields/input-error';
import type { Task } from '../tasks/definition';
import type { Experiment } from './experiment';
import { disposeMoment } from './moment';
import { probe } from './probe';
import type { ProbeOptions, ProbeResult } from './probe-result';
import type { Run } from './run';
import type { RunWeights } from './run-weights';

/** Numbers that are kept of ended runs, all together: 64 M float32 = 256 MB. */
const budget = 64_000_000;

interface Waiting {
  serve(): Promise<void>;
  refuse(error: Error): void;
}

const numbersOf = async (tensor: Tensor): Promise<Float32Array> => ((await tensor.data()) as Float32Array).slice();

export class PausedRequests {
  private probes: Waiting[] = [];
  private weights: Waiting[] = [];
  /** Weights that are only to be read, whatever the session does. */
  private readonly copies: Waiting[] = [];
  /** Weights at the end, by run; null while the runs train. */
  private kept: ReadonlyMap<string, RunWeights> | null = null;
  /** Whether the device answered at the end. */
  private readable = true;
  private cancelled = false;

  /** @param runs of the session; may grow until the first request is served */
  constructor(
    private readonly experiment: Experiment,
    private readonly task: Task,
    private readonly runs: readonly Run[],
  ) {}

  /** Whether weights are waited for: they can be read between any two updates. */
  get weightsAreWaiting(): boolean {
    return this.weights.length > 0 || this.copies.length > 0;
  }

  /** Whether a look at a step is waited for: it takes a session that stands still. */
  get probesAreWaiting(): boolean {
    return this.probes.length > 0;
  }

  /**
   * Looks at an update of a run, when `serve` is called.
   * @param paused whether the session is paused or about to be
   * @throws InputError where there is none to look at
   */
  probe(runId: string, options: ProbeOptions, paused: boolean): Promise<ProbeResult> {
    if (this.kept) return Promise.reject(new InputError('step', 'the runs have ended: run again, pause, and ask then'));
    if (!paused) return Promise.reject(new InputError('step', 'the runs are training: pause first, then ask'));
    return this.enqueue(this.probes, () => this.look(runId, options));
  }

  /**
   * The weights that a run has, when `serve` is called; or had in the end.
   * @param paused whether the session is paused or about to be
   * @throws InputError where they cannot be had
   */
  weightsOf(runId: string, paused: boolean): Promise<RunWeights> {
    if (this.kept) return this.keptOf(runId);
    if (!paused) return Promise.reject(new InputError('from', 'the runs are training: pause first, then fork'));
    return this.enqueue(this.weights, () => (this.kept ? this.keptOf(runId) : this.read(this.find('from', runId))));
  }

  /**
   * A copy of the weights that a run has between two updates, or had in the end; also while the runs train.
   * @throws InputError where they cannot be had
   */
  async copyOf(runId: string): Promise<RunWeights> {
    const held = () => this.keptOf(runId);
    const read = await (this.kept ? held() : this.enqueue(this.copies, () => (this.kept ? held() : this.read(this.find('run', runId)))));
    const carried = Object.fromEntries(Object.entries(read.carried).map(([name, values]) => [name, values.slice()]));
    return { ...read, weights: read.weights.slice(), carried };
  }

  /** Reads the weights that are waited for. Never throws: whoever asked is told. */
  async serveWeights(): Promise<void> {
    for (const queue of [this.weights, this.copies]) for (let next = queue.shift(); next; next = queue.shift()) await next.serve();
  }

  /** Answers all that is waited for. Never throws: whoever asked is told. */
  async serve(): Promise<void> {
    await this.serveWeights();
    for (let next = this.probes.shift(); next; next = this.probes.shift()) await next.serve();
  }

  /** Training goes on: what waits for a session that stands still is refused. */
  refuse(): void {
    for (const request of [...this.probes, ...this.weights]) request.refuse(new InputError('', 'training went on: pause first, then ask'));
    this.probes = [];
    this.weights = [];
  }

  /** A look under way is broken off: the session waits for it. */
  cancel(): void {
    this.cancelled = true;
  }

  /**
   * The runs have ended: their weights are read back and kept on the host.
   * @param readable whether the device still answers, and anybody may ask
   */
  async end(readable: boolean): Promise<void> {
    const kept = new Map<string, RunWeights>();
    let numbers = 0;
    for (const run of readable ? this.runs : []) {
      numbers += this.task.parameterCount;
      if (numbers > budget) break;
      // One that cannot be read is missing, and whoever asks is told; the session still has to give back what it holds.
      const weights = await this.read(run).catch(() => null);
      if (weights) kept.set(run.runId, weights);
    }
    this.kept = kept;
    this.readable = readable;
    for (const request of this.probes) request.refuse(new InputError('step', 'the runs ended before it was looked at'));
    this.probes = [];
    await this.serveWeights();
  }

  private enqueue<T>(queue: Waiting[], work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      queue.push({ serve: () => work().then(resolve, reject), refuse: reject });
    });
  }

  private find(where: string, runId: string): Run {
    const run = this.runs.find((candidate) => candidate.runId === runId);
    if (!run) throw new InputError(where, `there is no run "${runId}"`);
    return run;
  }

  private async look(runId: string, options: ProbeOptions): Promise<ProbeResult> {
    const { which = 'next', upTo } = options;
    if (upTo !== undefined && !(upTo > 0 && Number.isFinite(upTo))) throw new InputError('upTo', `must be a number above 0, not ${upTo}`);
    const run = this.find('step', runId);
    const finished = !run.active || run.trainer.epochs >= this.experiment.epochs;
    if (which === 'next' && finished) throw new InputError('step', 'this run makes no more updates; ask about another');
    const moment = which === 'next' ? run.trainer.moment() : run.before;
    if (!moment) throw new InputError('step', 'the last update can be looked at only after a step of one update: make one, then ask');
    try {
      return await probe(moment, runId, options, async () => {
        await yieldToMessages();
        if (this.cancelled) throw new InputError('step', 'the session was cancelled before it was looked at');
      });
    } finally {
      if (which === 'next') disposeMoment(moment);
    }
  }

  private async keptOf(runId: string): Promise<RunWeights> {
    this.find('from', runId);
    const weights = this.kept?.get(runId);
    if (!weights && !this.readable) throw new InputError('weights', 'they went with the GPU, which was lost; run again');
    if (!weights) throw new InputError('weights', 'those of this run were not kept after its end; run again, and ask before the end');
    return weights;
  }

  private async read({ runId, seed, trainer, recorder }: Run): Promise<RunWeights> {
    const { task, batchSize } = this.experiment;
    const carried: Record<string, Float32Array> = {};
    if (!this.task.carried?.startsAnew) {
      for (const [name, tensor] of Object.entries(trainer.carried)) carried[name] = await numbersOf(tensor);
    }
    // A run that diverged keeps the weights from before that update.
    const update = recorder.divergedAt === null ? trainer.updates : recorder.divergedAt - 1;
    return { runId, seed, update, task, batchSize, weights: await numbersOf(trainer.w), carried };
  }
}
