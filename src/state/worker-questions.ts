/** What the page asks the worker about the session in the charts. Nothing of it changes the session. */
import { InputError } from '../fields/input-error';
import type { NamedTensor } from '../training/named-tensors';
import type { GalleryContent, ProbeOptions, ProbeResult, TextRequest } from '../worker/protocol';
import { useDevice } from './device';
import { useRuns } from './runs';
import { useWeights, weightsWhy } from './starting-weights';
import { connected } from './the-worker';

/**
 * What training samples of a session look like.
 * @throws Error where the session is over and forgotten, or the data cannot be read
 */
export function galleryContent(sessionId: string, ids: readonly number[]): Promise<GalleryContent> {
  return connected().gallery(sessionId, ids);
}

/**
 * A text by the model of a run of the session.
 * @throws Error saying why there is none
 */
export function sampleText(request: TextRequest): Promise<string> {
  const { sessionId } = useRuns.getState();
  if (!sessionId) return Promise.reject(new Error('There is no model yet: press Run first.'));
  return connected().generate(sessionId, request);
}

/**
 * Looks at an update of a run of the paused session, changing nothing.
 * @throws Error saying why it cannot be looked at
 */
export function probe(runId: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { sessionId } = useRuns.getState();
  if (!sessionId) return Promise.reject(new Error('There is no run yet: press Run first, then pause.'));
  return connected().probe(sessionId, runId, options);
}

/** A run's weights by name. */
export interface OwnWeights {
  readonly tensors: readonly NamedTensor[];
  /** Updates that led to them. */
  readonly update: number;
}

/**
 * The weights of a run in the charts, whatever it does: as they are between two updates, or were in the end.
 * @throws InputError, or Error of the worker, saying why there are none
 */
export async function weightsOfRun(runId: string): Promise<OwnWeights> {
  const { sessionId, summaries } = useRuns.getState();
  const { source } = useWeights.getState();
  if (!sessionId) throw new InputError('', 'There is no run yet: press Run first.');
  const why = weightsWhy(source, runId);
  if (why !== null) throw new InputError('', why);
  if (source.kind === 'file') return { tensors: source.ofRun.get(runId) ?? [], update: summaries[runId]?.updates ?? 0 };
  if (source.kind === 'checkpoint') throw new InputError('', 'The weights are in its checkpoint: resume it from the list of runs first.');
  if (useDevice.getState().lost) throw new InputError('', 'The weights were lost when the worker crashed. Run the experiment again.');
  return connected().weights(sessionId, runId);
}
