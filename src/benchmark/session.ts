/**
 * The part of the benchmark that runs where the training runs: in a page, a worker, or a Node process. One engine a place, so that
 * engines share neither a device nor the library's global state.
 */
import { findAdapter } from '../engine/adapter';
import { caseData } from './cases';
import type { BenchOptimizer, CaseId, EngineId } from './catalog';
import type { Contestant, EngineModule, Recording } from './contestant';
import { startGpuMeter } from './gpu-meter';

export interface AdapterName {
  /** "none" without WebGPU. */
  readonly name: string;
  readonly software: boolean;
}

/** What is measured before the rounds. */
export interface Opened {
  /** The first update, compiling included. */
  readonly firstStepMs: number;
  /** Compute dispatches of one update; null where they cannot be counted. */
  readonly dispatches: number | null;
  readonly loss: number;
  /** What recording made of the step; null where nothing was recorded. */
  readonly recording: Recording | null;
}

export interface Round {
  /** JavaScript time of an update, averaged over the round. */
  readonly hostMs: number;
  /** Time of an update from start to finished on the device, averaged over the round. */
  readonly wallMs: number;
  readonly deviceBytes: number | null;
  readonly evaluationsPerStep: number;
  readonly loss: number;
}

export interface Session {
  adapter(): Promise<AdapterName>;
  /**
   * Prepares a case and warms it up. Once in a place.
   * @param warmUp updates after the first one, at least 1
   */
  open(caseId: CaseId, optimizer: BenchOptimizer, batchSize: number, warmUp: number): Promise<Opened>;
  /** Makes this many updates of the open case. */
  round(steps: number): Promise<Round>;
}

const engines: Record<EngineId, () => Promise<EngineModule>> = {
  tfjs: () => import('./engines/tfjs'),
  eager: async () => (await import('./engines/own')).ownEngine('eager'),
  replay: async () => (await import('./engines/own')).ownEngine('recorded'),
  'jax-js': () => import('./engines/jax'),
};

/** A session of one engine. Call it once in a place, before anything uses the GPU. */
export function startSession(engineId: EngineId): Session {
  const meter = startGpuMeter();
  /** A step that the GPU refused takes no time. */
  const check = () => {
    if (meter && meter.errors.length > 0) throw new Error(`GPU error: ${meter.errors[0]}`);
  };
  let open: Contestant | null = null;

  /** Dispatches of an update: those of an update and a settling, less those of a settling. */
  async function countDispatches(contestant: Contestant): Promise<number | null> {
    if (!meter) return null;
    const start = meter.dispatches();
    await contestant.settle();
    const settling = meter.dispatches() - start;
    await contestant.step();
    await contestant.settle();
    return meter.dispatches() - start - 2 * settling;
  }

  return {
    async adapter() {
      const adapter = await findAdapter();
      return adapter ? { name: adapter.name, software: adapter.software } : { name: 'none', software: false };
    },
    async open(caseId, optimizer, batchSize, warmUp) {
      if (open) throw new Error('a case is open already');
      const engine = await engines[engineId]();
      open = await engine.prepare(caseData(caseId, batchSize), optimizer);
      const begin = performance.now();
      await open.step();
      await open.settle();
      const firstStepMs = performance.now() - begin;
      for (let step = 0; step < warmUp; step++) await open.step();
      await open.settle();
      const dispatches = await countDispatches(open);
      check();
      return { firstStepMs, dispatches, loss: await open.loss(), recording: open.recording() };
    },
    async round(steps) {
      if (!open) throw new Error('no case is open');
      const contestant = open;
      const evaluationsBefore = contestant.evaluations();
      let host = 0;
      const timed = (call: () => Promise<void>): Promise<void> => {
        const begin = performance.now();
        const done = call();
        host += performance.now() - begin;
        return done;
      };
      const begin = performance.now();
      for (let i = 0; i < steps; i++) await timed(() => contestant.step());
      await timed(() => contestant.settle());
      const wallMs = (performance.now() - begin) / steps;
      const evaluations = contestant.evaluations();
      check();
      return {
        hostMs: host / steps,
        wallMs,
        deviceBytes: meter?.bytes() ?? null,
        evaluationsPerStep: evaluations === null || evaluationsBefore === null ? 1 : (evaluations - evaluationsBefore) / steps,
        loss: await contestant.loss(),
      };
    },
  };
}
