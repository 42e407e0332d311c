/** Which engines are measured on which cases with which optimizers, and for how long. */
import { type BenchOptimizer, batchSizeOf, type CaseId, type Effort, type EngineId, effortOf, whyNot } from './catalog';

/** What a person may choose; what is left out takes its default. */
export interface Choices {
  readonly cases: readonly CaseId[];
  readonly engines: readonly EngineId[];
  /** Null: those that answer a question, see `defaultEngines`. */
  readonly optimizers: readonly BenchOptimizer[] | null;
  readonly rounds: number | null;
  readonly steps: number | null;
}

/** An engine with an optimizer. */
export interface Entrant {
  readonly engine: EngineId;
  readonly optimizer: BenchOptimizer;
}

/** Entrants that are measured on one case in turns, because they are compared with each other. */
export interface Heat {
  readonly case: CaseId;
  readonly entrants: readonly Entrant[];
  readonly batchSize: number;
  readonly effort: Effort;
}

/** Optimizers that share a heat: engines are compared with the first two, methods with each other. */
const groups: readonly (readonly BenchOptimizer[])[] = [['sgd'], ['adam'], ['sgd-nesterov', 'aalig', 'pal', 'sls-armijo']];

/** Cases with hundreds of dispatches a step. */
const heavy: readonly CaseId[] = ['resnet8', 'char-lstm'];

/**
 * The engines that run an optimizer where nobody chose one: all of them with plain descent; with the others all that have it
 * where steps are short, else only the replayed step, whose methods are compared with each other.
 */
function defaultEngines(id: CaseId, optimizer: BenchOptimizer, software: boolean): readonly EngineId[] {
  const short = !heavy.includes(id);
  switch (optimizer) {
    case 'sgd':
      return ['tfjs', 'eager', 'replay', 'jax-js'];
    case 'adam':
      if (short) return ['tfjs', 'eager', 'replay', 'jax-js'];
      return software ? [] : ['tfjs', 'eager', 'replay'];
    case 'sgd-nesterov':
    case 'aalig':
    case 'pal':
    case 'sls-armijo':
      return ['replay'];
    default:
      return optimizer satisfies never;
  }
}

/**
 * @param software whether the adapter computes on the CPU: smaller batches, fewer steps
 */
export function planOf(choices: Choices, software: boolean): Heat[] {
  const entrantsOf = (id: CaseId, optimizer: BenchOptimizer): Entrant[] => {
    if (choices.optimizers && !choices.optimizers.includes(optimizer)) return [];
    const wanted = choices.optimizers ? choices.engines : defaultEngines(id, optimizer, software);
    return choices.engines
      .filter((engine) => wanted.includes(engine) && whyNot(engine, optimizer) === null)
      .map((engine) => ({ engine, optimizer }));
  };
  return choices.cases.flatMap((id) => {
    const effort = effortOf(id, software);
    return groups.flatMap((group): Heat[] => {
      const entrants = group.flatMap((optimizer) => entrantsOf(id, optimizer));
      if (entrants.length === 0) return [];
      return [
        {
          case: id,
          entrants,
          batchSize: batchSizeOf(id, software),
          effort: { ...effort, rounds: choices.rounds ?? effort.rounds, steps: choices.steps ?? effort.steps },
        },
      ];
    });
  });
}
