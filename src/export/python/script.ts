/**
 * An experiment as one Python file that repeats the comparison with PyTorch, on one process or, by torchrun, on many: the same data, initial
 * weights and batches (the random streams are the page's), our own AALIG class, the other rules as the code view shows them, and a result
 * that the page opens.
 */
import type { OptimizerId } from '../../optimizers/definition';
import { optimizerOf } from '../../optimizers/registry';
import { taskOf } from '../../tasks/registry';
import { type Experiment, parseExperiment } from '../../training/experiment';
import { type PythonPart, partOf, ruleTexts, sharedParts, taskParts } from './parts';
import { checkPythonSupport, pythonNeedsData } from './support';

/**
 * A value as a Python expression that gives the same value. It stands in a raw string between three single quotes; quotes and everything beyond
 * ASCII are escaped within the JSON, so that nothing in it can end the string.
 */
export function jsonLiteral(value: unknown): string {
  const escaped = JSON.stringify(value, null, 1).replace(
    /[^\n\x20-\x7e]|'/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `json.loads(r'''\n${escaped}\n''')`;
}

const functionOf = (id: OptimizerId) => `${id.replaceAll('-', '_')}_rule`;

/** A rule's functions inside a function of its own, so that the rules' equal names do not meet. */
function ruleFunction(id: OptimizerId, { says, body }: PythonPart): string {
  const inside = body
    .replaceAll('\n\n\n', '\n\n')
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`));
  return [`def ${functionOf(id)}():`, `    """${says}"""`, '', ...inside, '', '    return start, step'].join('\n');
}

/** The imports of all parts, once each, those of the standard library first. */
function importsOf(parts: readonly PythonPart[]): string {
  const lines = [...new Set(['import json', ...parts.flatMap((part) => part.imports)])];
  // The rules' own function that makes gradients is replaced by the runner's, which keeps them.
  const needed = lines.filter((line) => line !== 'from torch.func import grad_and_value').sort();
  const isTorch = (line: string) => /^(import|from) torch\b/.test(line);
  return [...needed.filter((line) => !isTorch(line)), '', ...needed.filter(isTorch)].join('\n');
}

function preface(experiment: Experiment): string {
  const names = [...new Set(experiment.optimizers.map(({ id }) => optimizerOf(id).name))];
  const data = pythonNeedsData(experiment) ? ' --data PATH' : '';
  return `#!/usr/bin/env python3
"""An experiment of the Polyak Playground in PyTorch: ${taskOf(experiment.task.id).name} with
${names.join(', ')}.

    python3 SCRIPT.py${data}                             one process
    torchrun --nproc_per_node=4 SCRIPT.py${data}         four processes, which share the runs out among themselves

Needs Python 3.9 and PyTorch 2, and nothing else. Data, initial weights and batches are the page's own: the hashes in the result are
equal. Losses agree until rounding parts them. The result, RESULT.json, opens in the page; --help says what can be set.
"""`;
}

/**
 * @returns the text of a Python file. Of the experiment it holds one JSON text and, chosen by its ids, fixed pieces; no value of it becomes code.
 * @throws InputError where the experiment is not valid, or its task cannot be made in Python: says what can
 */
export function pythonScript(given: Experiment): string {
  const experiment = parseExperiment(given);
  checkPythonSupport(experiment);
  const ids = [...new Set(experiment.optimizers.map(({ id }) => id))].filter((id) => id !== 'aalig');
  const rules = ids.map((id) => ({ id, part: partOf(ruleTexts[id]) }));
  const streams = partOf(sharedParts.streams);
  const task = taskParts[experiment.task.id]!.map(partOf);
  const aalig = partOf(sharedParts.aaligClass);
  const runner = partOf(sharedParts.runner);
  const section = ({ says, body }: PythonPart) => `# ${says}\n\n\n${body}`;
  return `${[
    preface(experiment),
    importsOf([streams, ...task, aalig, runner, ...rules.map(({ part }) => part)]),
    `\nEXPERIMENT = ${jsonLiteral(experiment)}\n`,
    ...[streams, ...task, aalig].map((part) => `${section(part)}\n\n`),
    ...rules.map(({ id, part }) => `${ruleFunction(id, part)}\n\n`),
    ['RULES = {', ...ids.map((id) => `    "${id}": ${functionOf(id)},`), '}\n\n'].join('\n'),
    section(runner),
  ].join('\n')}\n`;
}
