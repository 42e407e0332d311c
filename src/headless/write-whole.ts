/** Writing a file whole or not at all. */
import { rename, writeFile } from 'node:fs/promises';

/** Writes beside the target and moves it there: a crash leaves no half file. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.part`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
