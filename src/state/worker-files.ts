/** Files and folders that a person opened: the worker is given them, and given them again when it is a new one. */
import { useDevice } from './device';
import { useExperiment } from './experiment';
import { type OpenedFolder, useFiles } from './files';
import { complain, connected, textOf } from './the-worker';

/** @returns its name; null where it was refused, which has been said */
async function read(file: File): Promise<string | null> {
  const files = useFiles.getState();
  files.beginReading(file.name);
  try {
    const summary = await connected().openFile(file);
    files.add({ summary, file });
    return summary.name;
  } catch (error) {
    // A crash has a notice of its own, and the file may be blameless.
    if (!useDevice.getState().lost) complain(`“${file.name}” was not opened`, textOf(error));
    return null;
  } finally {
    files.endReading(file.name);
  }
}

/**
 * Opens files one after the other; the last one that is accepted becomes the data of the task that reads files.
 * @param use whether the playground's experiment is set to it
 * @returns its name; null where none was accepted
 */
export async function openFiles(list: readonly File[], use = true): Promise<string | null> {
  let accepted: string | null = null;
  for (const file of list) accepted = (await read(file)) ?? accepted;
  if (accepted !== null && use) useExperiment.getState().useFile(accepted);
  return accepted;
}

function handOver({ set, files }: OpenedFolder): void {
  connected().send({ type: 'keep-files', key: set.key, id: set.id, files });
}

/** Gives the worker a data set that stays where it is, in files that it reads as it needs them. */
export function keepFolder(folder: OpenedFolder): void {
  useFiles.getState().addFolder(folder);
  handOver(folder);
}

/** Gives a new worker all that the old one had. */
export function handOverAll(): void {
  for (const { file } of useFiles.getState().files) void read(file);
  for (const folder of useFiles.getState().folders) handOver(folder);
}
