/** Opens whatever files a person brings, dropped or chosen: what was saved here as from the menu Share, all else as data. */
import { openDropped } from '../../state/data-actions';
import type { NamedFile } from '../../worker/data/protocol';

/** No data set that is read here is JSON or safetensors; what lies in a folder belongs to the folder. A .npz may be either. */
async function isShared({ path, file }: NamedFile): Promise<boolean> {
  if (path.includes('/')) return false;
  if (/\.npz$/i.test(path)) return (await import('./share/weights')).isWeights(file);
  return /\.(json|safetensors)$/i.test(path);
}

/** Opens them; what is wrong with one is said in a notice. */
export async function openAny(files: readonly NamedFile[]): Promise<void> {
  const isOurs = await Promise.all(files.map(isShared));
  const shared = files.filter((_, at) => isOurs[at]);
  const data = files.filter((_, at) => !isOurs[at]);
  if (data.length > 0) await openDropped(data);
  if (shared.length === 0) return;
  const { openOrSay } = await import('./share/open-file');
  for (const { file } of shared) await openOrSay(file);
}
