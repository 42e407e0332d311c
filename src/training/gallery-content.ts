/** What training samples look like. */
import { InputError } from '../fields/input-error';
import type { Task } from '../tasks/definition';
import type { GalleryContent } from './session-events';

/**
 * The pictures or excerpts of these training samples.
 * @throws InputError for numbers that are no sample's
 */
export async function galleryContent({ gallery, trainSize }: Task, ids: readonly number[]): Promise<GalleryContent> {
  if (!gallery) throw new InputError('gallery', 'the samples of this task cannot be looked at');
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= trainSize);
  if (wrong !== undefined) throw new InputError('gallery', `there is no sample ${wrong}: they are numbered 0 to ${trainSize - 1}`);
  return gallery.kind === 'pictures'
    ? { kind: 'pictures', rgba: await gallery.pictures(ids) }
    : { kind: 'texts', texts: await gallery.excerpts(ids) };
}
