/**
 * Files as readers see them, wherever they are: on the command line a path, in the page a file that was opened, an entry of an
 * archive, a download. Nothing is read before it is asked for, and nothing has to be read whole.
 */

export interface DataFile {
  /** Where it stands in what the person named, with forward slashes, e.g. `train/pos/0_9.txt`; for a single file its name. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /**
   * The bytes from `start` up to `end`, by default all.
   * @throws InputError naming the file if it cannot be read
   */
  bytes(start?: number, end?: number): Promise<Uint8Array>;
  /** All bytes, in pieces. */
  stream(): ReadableStream<Uint8Array>;
}

/** What a person named: one file, several, or a folder with all that is in it. */
export interface DataSource {
  /** For messages: the file's or folder's name. */
  readonly name: string;
  readonly files: readonly DataFile[];
}

/** Bytes in memory as a file. */
export function fileOfBytes(path: string, bytes: Uint8Array): DataFile {
  return {
    path,
    size: bytes.length,
    bytes: (start = 0, end = bytes.length) => Promise.resolve(bytes.subarray(start, end)),
    stream: () => new Blob([bytes as Uint8Array<ArrayBuffer>]).stream() as ReadableStream<Uint8Array>,
  };
}
