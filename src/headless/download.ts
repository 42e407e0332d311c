/** Fetching a file of an address into the folder for temporary files, where it stays until the program ends. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMegabytes } from '../datasets/file-limits';
import { InputError } from '../fields/input-error';
import { StepLine } from './step-line';

/** Largest download, in bytes: SVHN's largest file has 1.33 GB. */
export const largestDownload = 4_000_000_000;

export interface Downloaded {
  /** Path of the file. */
  readonly place: string;
  /** In bytes. */
  readonly size: number;
}

/** The reason inside fetch's "fetch failed". */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}

/**
 * Fetches a file.
 * @param sha256 of the file in hexadecimal, where it is known
 * @param limit largest size that is taken, in bytes
 * @throws InputError naming the address: not reached, not there, too large, broken off, another file than it should be
 */
export async function download(address: string, sha256: string | null = null, limit = largestDownload): Promise<Downloaded> {
  const response = await fetch(address).catch((error) => {
    throw new InputError(address, `cannot be fetched: ${reasonOf(error)}. Check the address and the network, or name a local file.`);
  });
  const { body, headers } = response;
  if (!response.ok || !body) {
    await body?.cancel();
    throw new InputError(address, `the server answers ${response.status} ${response.statusText}. Check the address, or name a local file.`);
  }
  // A compressed transfer announces its compressed length.
  const announced = headers.has('content-encoding') ? 0 : Number(headers.get('content-length') ?? 0);
  const tooLarge = () => new InputError(address, `is larger than ${inMegabytes(limit)}, the limit for a download.`);
  if (announced > limit) {
    await body.cancel();
    throw tooLarge();
  }
  const folder = await mkdtemp(join(tmpdir(), 'polyak-download-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const place = join(folder, 'file');
  const handle = await open(place, 'w');
  const line = new StepLine();
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      if (size > limit) throw tooLarge();
      hash.update(piece);
      await handle.writeFile(piece);
      line.show(announced > 0 ? size / announced : null, `${address}, ${inMegabytes(size)}`);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(address, `the download broke off after ${inMegabytes(size)}: ${reasonOf(error)}. Try again.`);
  } finally {
    line.end();
    await handle.close();
  }
  if (announced > 0 && size !== announced)
    throw new InputError(address, `the download broke off after ${size} of ${announced} bytes. Try again.`);
  if (sha256 !== null && hash.digest('hex') !== sha256)
    throw new InputError(address, 'is not the published file: its SHA-256 is another one. Try again, or name a local file.');
  return { place, size };
}
