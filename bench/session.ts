/**
 * The part of the benchmark that runs where the training runs: in a page, or in a Node process. One engine a place, so that
 * engines share neither a device nor the library's global state.
 */
import { watchGpu } from '../scripts/watch-gpu';
import type { BenchOptimizer, CaseId, Contestant, EngineId, EngineModule } from './contestant';

export interface Opened {
  readonly firstStepMs: number;
  /** Compute dispatches of one update; null where they cannot be counted. */
  readonly dispatches: number | null;
  readonly loss: number;
}

export interface Round {
  /** JavaScript time of each update, in milliseconds. */
  readonly hostMs: readonly number[];
  /** Time of an update from start to finished on the device, averaged over the round. */
  readonly wallMs: number;
  readonly deviceBytes: number | null;
  readonly loss: number;
}

export interface Session {
  adapter(): Promise<string>;
  /** The engine's optimizers. */
  optimizers(): Promise<readonly BenchOptimizer[]>;
  /** Prepares a case and warms it up; the case before it is disposed of. */
  open(caseId: CaseId, optimizer: BenchOptimizer): Promise<Opened>;
  /** Makes this many updates of the open case. */
  round(steps: number): Promise<Round>;
}

const engines: Record<EngineId, () => Promise<EngineModule>> = {
  tfjs: () => import('./engines/tfjs'),
  eager: () => import('./engines/eager'),
};

let dispatches = 0;

/** Counts every dispatch of every pass from now on. Returns whether that works here. */
function countDispatches(): boolean {
  if (typeof GPUComputePassEncoder === 'undefined') return false;
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, x: number, y?: number, z?: number) {
    dispatches++;
    dispatchWorkgroups.call(this, x, y, z);
  };
  return true;
}

/** Updates after the first, before anything is measured: pipelines are compiled, buffers pooled, functions optimised. */
const warmUpSteps = 3;

export function startSession(engineId: EngineId): Session {
  const counts = countDispatches();
  const gpuErrors: string[] = [];
  watchGpu((message) => gpuErrors.push(message));
  /** A step that the GPU refused takes no time. */
  const check = () => {
    if (gpuErrors.length > 0) throw new Error(`GPU error: ${gpuErrors[0]}`);
  };
  let open: Contestant | null = null;
  return {
    async adapter() {
      const info = (await navigator.gpu?.requestAdapter())?.info;
      return info ? [info.vendor, info.architecture, info.description].filter(Boolean).join(' · ') : 'none';
    },
    optimizers: async () => (await engines[engineId]()).optimizers,
    async open(caseId, optimizer) {
      open?.dispose();
      open = await (await engines[engineId]()).prepare(caseId, optimizer);
      const begin = performance.now();
      await open.step();
      await open.settle();
      const firstStepMs = performance.now() - begin;
      for (let step = 0; step < warmUpSteps; step++) await open.step();
      await open.settle();
      const before = dispatches;
      await open.step();
      const perStep = counts ? dispatches - before : null;
      await open.settle();
      check();
      return { firstStepMs, dispatches: perStep, loss: await open.loss() };
    },
    async round(steps) {
      if (!open) throw new Error('no case is open');
      const hostMs: number[] = [];
      const begin = performance.now();
      for (let step = 0; step < steps; step++) {
        const stepBegin = performance.now();
        const done = open.step();
        hostMs.push(performance.now() - stepBegin);
        await done;
      }
      await open.settle();
      const wallMs = (performance.now() - begin) / steps;
      check();
      return { hostMs, wallMs, deviceBytes: open.deviceBytes(), loss: await open.loss() };
    },
  };
}
