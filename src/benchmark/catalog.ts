/** What can be measured, in names and numbers only: the command line, the page and the measuring code all read it. */

export const caseIds = ['matrix-factorization', 'mlp', 'resnet8', 'char-lstm'] as const;
export type CaseId = (typeof caseIds)[number];

export const engineIds = ['tfjs', 'eager', 'replay', 'jax-js'] as const;
export type EngineId = (typeof engineIds)[number];

export const optimizerIds = ['sgd', 'sgd-nesterov', 'adam', 'aalig', 'pal', 'sls-armijo'] as const;
export type BenchOptimizer = (typeof optimizerIds)[number];

export const caseNames: Readonly<Record<CaseId, string>> = {
  'matrix-factorization': 'Matrix factorisation',
  mlp: 'MLP 784-256-128-10',
  resnet8: 'ResNet-8',
  'char-lstm': 'Character LSTM',
};

export const engineNames: Readonly<Record<EngineId, string>> = {
  tfjs: 'TensorFlow.js',
  eager: 'ours, eager',
  replay: 'ours, replayed',
  'jax-js': 'jax-js with jit',
};

export const optimizerNames: Readonly<Record<BenchOptimizer, string>> = {
  sgd: 'SGD',
  'sgd-nesterov': 'SGD Nesterov',
  adam: 'Adam',
  aalig: 'AALIG',
  pal: 'PAL',
  'sls-armijo': 'SLS-Armijo',
};

/** The methods that every engine has; the others exist in ours only. */
const common: readonly BenchOptimizer[] = ['sgd', 'sgd-nesterov', 'adam'];

/** Why an engine cannot run this, in one line; null where it can. */
export function whyNot(engine: EngineId, optimizer: BenchOptimizer): string | null {
  if (engine === 'eager' || engine === 'replay' || common.includes(optimizer)) return null;
  return `${engineNames[engine]} has no ${optimizerNames[optimizer]}`;
}

/** Samples a step. On a software GPU a step of the ResNet's published batch takes minutes. */
export function batchSizeOf(id: CaseId, software: boolean): number {
  switch (id) {
    case 'matrix-factorization':
      return 100;
    case 'mlp':
      return 128;
    case 'resnet8':
      return software ? 16 : 128;
    case 'char-lstm':
      return 50;
    default:
      return id satisfies never;
  }
}

/** How long a case is measured. */
export interface Effort {
  /** Turns that each engine gets. */
  readonly rounds: number;
  /** Updates a turn. */
  readonly steps: number;
  /**
   * Updates after the first one, before anything is measured: pipelines compiled, buffers pooled, functions optimised. One more follows
   * while dispatches are counted.
   */
  readonly warmUp: number;
}

/**
 * Rounds are long where steps are short, because a replayed step is submitted with its neighbours; on a software GPU they are as
 * short as the median bears, so that all cases together end within about ten minutes.
 */
export function effortOf(id: CaseId, software: boolean): Effort {
  if (!software) return { rounds: 7, steps: 64, warmUp: 16 };
  switch (id) {
    case 'matrix-factorization':
      return { rounds: 5, steps: 32, warmUp: 8 };
    case 'mlp':
      return { rounds: 5, steps: 4, warmUp: 2 };
    case 'resnet8':
      return { rounds: 3, steps: 1, warmUp: 1 };
    case 'char-lstm':
      return { rounds: 3, steps: 2, warmUp: 1 };
    default:
      return id satisfies never;
  }
}

/** Milliseconds after which a call to an engine counts as hung. jax-js compiles a ResNet for half a minute and more. */
export const patience = { open: 240_000, round: 180_000 } as const;
