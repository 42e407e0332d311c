import { describe, expect, it } from 'vitest';
import { resultOf, runOf } from '../../results/result-checks';
import { parseExperiment } from '../../training/experiment';
import { updateColumns } from '../../training/records';
import type { UpdateColumns } from '../run-data';
import { buffersOf, type Reading, readings, SessionParts } from './reading';
import { type SessionFile, sessionPieces } from './session-file';

const experiment = parseExperiment({ task: { id: 'matrix-factorization' }, optimizers: [{ id: 'aalig' }, { id: 'adam' }], epochs: 2 });
const runs = [runOf('aalig', {}, 1, [{ trainLoss: 2 }, { trainLoss: 1 }]), runOf('adam', {}, 1, [{ trainLoss: 2 }])];
const columns = Object.fromEntries(updateColumns.map((name, c) => [name, Float32Array.of(c, 2, 3)])) as UpdateColumns;
const session: SessionFile = {
  experiment,
  result: resultOf(runs),
  updates: [columns, null],
  weights: [null, null],
  records: runs.map(({ epochs }) => ({ hashes: epochs.map(() => 'ab'), aovs: epochs.map(() => null) })),
};
const read = (text: string): Reading[] => [...readings(text, 'a.json', 'Experiments')];

function together(list: readonly Reading[]): SessionFile {
  const [head] = list;
  if (head?.type !== 'session') throw new Error(`${head?.type} came first`);
  const parts = new SessionParts(head);
  for (const reading of list) if (reading.type === 'run') parts.add(reading.part);
  return parts.session();
}

describe('a file that may be a session', () => {
  it('comes in a part a run, and is whole again', () => {
    const list = read([...sessionPieces(session)].join(''));
    expect(list.map(({ type }) => type)).toEqual(['session', 'run', 'run', 'end']);
    expect(together(list)).toEqual(session);
    expect(list.map((reading) => buffersOf(reading).length)).toEqual([0, updateColumns.length, 0, 0]);
  });

  it('has no records where its text has none', () => {
    const { records: _, ...before } = session;
    expect(together(read([...sessionPieces(before)].join('')))).toEqual(before);
  });

  it.each([
    [JSON.stringify(experiment), 'experiment'],
    [JSON.stringify({ ...experiment, select: 'auto' }), 'sweep'],
    [JSON.stringify(session.result), 'result'],
    ['[1]', 'unknown'],
    ['null', 'unknown'],
  ])('%.30s… is of kind %s', (text, kind) => {
    expect(read(text)).toEqual([{ type: 'kind', kind, characters: text.length }]);
  });

  it('is refused in words', () => {
    expect(read('{')).toEqual([
      { type: 'refused', where: 'a.json', what: expect.stringMatching(/^is not JSON\. What is opened here: Experiments/) },
    ]);
    expect(read('{"format":"other"}')).toEqual([{ type: 'refused', where: 'a.json, format', what: expect.stringMatching(/^must be/) }]);
  });
});
