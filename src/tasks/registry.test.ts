/** What every task promises the page and the command line. */
import { describe, expect, it } from 'vitest';
import { fieldsSchema } from '../fields/field';
import { optimizerOf } from '../optimizers/registry';
import { taskIds } from './definition';
import { taskOf, tasks } from './registry';

it('knows every task by its id', () => {
  expect(tasks.map(({ id }) => id)).toEqual([...taskIds]);
  for (const id of taskIds) expect(taskOf(id).id).toBe(id);
});

describe.each([...tasks])('$id', (task) => {
  it('has defaults that its own fields accept, with help for each', () => {
    const schema = fieldsSchema(task.fields);
    expect(schema.parse({})).toEqual(schema.parse(schema.parse({})));
    expect(new Set(task.fields.map(({ key }) => key)).size).toBe(task.fields.length);
    for (const field of task.fields) expect(field.help).toMatch(/^[A-Z‖σ].*\.$/su);
  });

  it('names hyperparameters that exist, within their limits', () => {
    expect(task.defaults.optimizers.map(({ id }) => id)).toEqual(['aalig', 'sgd', 'adam', 'sls-armijo']);
    for (const { id, hyperparameters } of task.defaults.optimizers) {
      expect(() => fieldsSchema(optimizerOf(id).fields).parse(hyperparameters)).not.toThrow();
    }
    for (const [id, hyperparameters] of Object.entries(task.suggestedHyperparameters ?? {})) {
      expect(() => fieldsSchema(optimizerOf(id as never).fields).parse(hyperparameters)).not.toThrow();
    }
  });
});
