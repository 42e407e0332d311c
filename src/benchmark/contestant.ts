/** What the benchmark knows of an engine: it can prepare a case with an optimizer, and then make updates. */

export const caseIds = ['matrix-factorization', 'mlp'] as const;
export type CaseId = (typeof caseIds)[number];

export const engineIds = ['tfjs', 'eager'] as const;
export type EngineId = (typeof engineIds)[number];

export const optimizerIds = ['sgd', 'adam', 'aalig'] as const;
export type BenchOptimizer = (typeof optimizerIds)[number];

export interface Contestant {
  /** One update. What it does before it returns is host time; the next update starts when its promise resolves. */
  step(): Promise<void>;
  /** Resolves when the device has finished all updates. Reads a weight back: that cannot come too early, whatever the engine believes. */
  settle(): Promise<void>;
  /** Mean training loss over some fixed samples: shows that what was timed was training. */
  loss(): Promise<number>;
  /** Bytes allocated on the device, pooled buffers included. */
  deviceBytes(): number | null;
  dispose(): void;
}

/** A module in engines/. */
export interface EngineModule {
  /** Whether the engine has this optimizer. */
  readonly optimizers: readonly BenchOptimizer[];
  prepare(caseId: CaseId, optimizer: BenchOptimizer): Promise<Contestant>;
}
