/** The files of a golden folder: problems, traces, the AOV rule alone, the zero gradient. Checked with zod, whoever made them. */
import * as z from 'zod';
import { InputError } from '../fields/input-error';

const numbers = z.array(z.number());
const maybeNumbers = z.array(z.number().nullable());

const problemSchema = z.object({
  schema: z.literal('golden-problem/1'),
  id: z.string(),
  kind: z.enum(['matrix_factorisation', 'softmax_mlp', 'logistic']),
  n: z.number().int().positive(),
  batch_size: z.number().int().positive(),
  epochs: z.number().int().positive(),
  steps_per_epoch: z.number().int().positive(),
  lower_bound: z.number().default(0),
  data: z.object({ X: z.array(numbers), Y: z.array(numbers).optional(), labels: z.array(z.number().int().min(0)).optional() }),
  params: z.array(z.object({ name: z.string(), shape: z.array(z.number().int().positive()), values: numbers })),
  batches: z.array(z.array(z.number().int().min(0))),
});
export type GoldenProblem = z.infer<typeof problemSchema>;

const traceSchema = z.object({
  optimizer: z.string(),
  variant: z.string(),
  source: z.string().optional(),
  hyper: z.record(z.string(), z.unknown()),
  steps: z.number().int().optional(),
  loss: maybeNumbers,
  step_size: maybeNumbers.nullish(),
  applied_step_size: maybeNumbers.nullish(),
  loss_evals: numbers,
  weights: z.record(z.string(), maybeNumbers),
  epoch_full_loss: maybeNumbers.nullish(),
  aov_updates: z
    .array(z.object({ epoch: z.number().int().positive(), reference_losses: numbers, reached: numbers, aov: numbers, gap: numbers }))
    .nullish(),
  float32: z.object({ safe_steps: z.number().int().min(0), suggested_tol: z.number().positive() }),
});
export type GoldenTrace = z.infer<typeof traceSchema>;

const traceFileSchema = z.object({
  schema: z.literal('golden-trace/1'),
  problem: z.string(),
  optimizer: z.string(),
  traces: z.array(traceSchema).min(1),
});

const ruleUpdates = z.array(z.object({ reference_losses: numbers, reached: numbers, aov: numbers, gap: numbers })).min(1);
const ruleSchema = z.object({ lower_bound: z.number(), initial_aov: z.number(), initial_gap: z.number(), updates: ruleUpdates });
export type GoldenRule = z.infer<typeof ruleSchema>;
const ruleFileSchema = ruleSchema.extend({
  schema: z.literal('golden-aov-rule/1'),
  n: z.number().int().positive(),
  shifted: ruleSchema.optional(),
});

const edgeFileSchema = z.object({
  schema: z.literal('golden-edge/1'),
  problem: z.string(),
  results: z.array(
    z.object({
      optimizer: z.string(),
      variant: z.string(),
      hyper: z.record(z.string(), z.unknown()).nullish(),
      max_abs_weight: z.number().nullish(),
      raises: z.string().nullish(),
    }),
  ),
});
export type GoldenEdgeFile = z.infer<typeof edgeFileSchema>;

const schemas = { problem: problemSchema, trace: traceFileSchema, rule: ruleFileSchema, edge: edgeFileSchema } as const;

/**
 * Parses a golden file's text.
 * @throws InputError naming the file and the field
 */
export function parseGolden<K extends keyof typeof schemas>(kind: K, file: string, text: string): z.infer<(typeof schemas)[K]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(file, `is not JSON: ${(error as Error).message}`);
  }
  const parsed = schemas[kind].safeParse(json);
  if (parsed.success) return parsed.data as z.infer<(typeof schemas)[K]>;
  const issue = parsed.error.issues[0];
  throw new InputError(`${file}, ${issue?.path.join('.') || 'top level'}`, issue?.message ?? 'does not fit the schema');
}
