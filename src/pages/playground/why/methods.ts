/** The methods of a look as the picture and the table show them: names, colours, and where their steps end. */
import { optimizerLabels } from '../../../state/labels';
import { looksOf } from '../../../state/looks';
import type { Appearance } from '../../../state/palette';
import type { RunView } from '../../../state/run-view';
import type { MethodAnswer, ProbeResult } from '../../../worker/protocol';
import { lossOn } from './picture';

export interface Method extends Appearance {
  /** `own`, or the optimizer's id. */
  readonly key: string;
  readonly name: string;
  readonly answer: MethodAnswer;
  /** The loss where its step ends; null: it has no single step, or ends outside the picture. */
  readonly end: number | null;
}

function endOf({ stepSize, trials }: MethodAnswer, { curve }: ProbeResult): number | null {
  if (stepSize === null) return null;
  return trials.find(({ step }) => step === stepSize)?.loss ?? lossOn(curve, stepSize);
}

/** The run's own method first, then the others as the list of optimizers has them. */
export function methodsOf(result: ProbeResult, run: Pick<RunView, 'label' | 'color' | 'dash'>): Method[] {
  const names = optimizerLabels(result.others.map(({ optimizer }) => optimizer));
  const looks = looksOf(result.others.map(({ optimizer }) => optimizer));
  const own: Method = { key: 'own', name: run.label, answer: result.own, color: run.color, dash: run.dash, end: endOf(result.own, result) };
  return [
    own,
    ...result.others.map((answer, at): Method => {
      const { color, dash } = looks[at] ?? own;
      return { key: answer.optimizer.id, name: names[at] ?? answer.optimizer.id, answer, color, dash, end: endOf(answer, result) };
    }),
  ];
}

/** Methods whose steps end farther out than the picture reaches. */
export function beyond(methods: readonly Method[], { curve }: ProbeResult): Method[] {
  const end = curve.steps.at(-1) ?? 0;
  return methods.filter(({ answer: { stepSize } }) => stepSize !== null && stepSize > end);
}
