/** What `--list` prints: tasks, optimizers, and what can be set of each, drawn from their own descriptions. */
import type { Field } from '../fields/field';
import { optimizers } from '../optimizers/registry';
import { tasks } from '../tasks/registry';

function rangeOf(field: Field): string {
  switch (field.kind) {
    case 'number': {
      const range = `${field.exclusiveMin ? 'above' : 'from'} ${field.min} to ${field.max}${field.integer ? ', whole' : ''}`;
      return field.nullable ? `${range}, or null (${field.nullable})` : range;
    }
    case 'choice':
      return field.choices.map((choice) => JSON.stringify(choice.value)).join(' | ');
    case 'switch':
      return 'true | false';
    case 'file':
      return `path of a file (${field.accepts}), or null`;
    default:
      return field satisfies never;
  }
}

function listFields(fields: readonly Field[]): string[] {
  return fields.map(
    (field) => `    ${field.key.padEnd(14)} default ${JSON.stringify(field.default)}; ${rangeOf(field)}\n${' '.repeat(19)}${field.help}`,
  );
}

/** The whole list as text. */
export function listEverything(): string {
  const taskLines = tasks.flatMap((task) => [
    `  ${task.id}: ${task.name} (${task.paper}); ${task.defaults.epochs} epochs, batch ${task.defaults.batchSize}`,
    `    ${task.summary}`,
    ...listFields(task.fields),
    '',
  ]);
  const optimizerLines = optimizers.flatMap((optimizer) => [
    `  ${optimizer.id}: ${optimizer.name}. ${optimizer.summary}`,
    ...listFields(optimizer.fields),
    '',
  ]);
  return [
    'Tasks ("task": {"id", "options"})',
    '',
    ...taskLines,
    'Optimizers ("optimizers": [{"id", "hyperparameters"}])',
    '',
    ...optimizerLines,
  ].join('\n');
}
