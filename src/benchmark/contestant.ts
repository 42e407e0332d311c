/** What the benchmark knows of an engine: it can prepare a case with an optimizer, and then make updates. */
import type { CaseData } from './cases';
import type { BenchOptimizer } from './catalog';

/** What recording made of a step. */
export interface Recording {
  /** Dispatches a step: as recorded, of those the ones whose result is used, and after neighbours were joined. */
  readonly dispatches: { readonly captured: number; readonly live: number; readonly fused: number };
  /** Bytes of a step's intermediate results: each in a buffer of its own, and as laid out. */
  readonly bytes: { readonly unplanned: number; readonly planned: number };
}

export interface Contestant {
  /** One update. What it does before it returns is host time; the next update starts when its promise resolves. */
  step(): Promise<void>;
  /**
   * Hands over what is still held back and resolves when the device has finished all updates. Reads a weight: that cannot come too
   * early, whatever the engine believes. What it does before it returns is host time as well.
   */
  settle(): Promise<void>;
  /** Mean training loss over some fixed samples: shows that what was timed was training. */
  loss(): Promise<number>;
  /** Evaluations of a batch so far, trial points of line searches included; null: one an update. */
  evaluations(): number | null;
  /**
   * Null where steps are not recorded by design.
   * @throws if they were to be recorded and are not
   */
  recording(): Recording | null;
}

/** A module in engines/. */
export interface EngineModule {
  /** Builds model, data and optimizer on the device. The engine is one of a place: its library's global state is its own. */
  prepare(data: CaseData, optimizer: BenchOptimizer): Promise<Contestant>;
}
