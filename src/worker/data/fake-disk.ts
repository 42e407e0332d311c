/** For tests: an origin private file system in memory, with a quota, that can break off in the middle of writing. */

class FakeFile {
  readonly kind = 'file';
  bytes = new Uint8Array(0);
  locked = false;

  constructor(
    readonly name: string,
    private readonly disk: FakeDisk,
  ) {}

  getFile(): Promise<File> {
    return Promise.resolve(new File([this.bytes.slice()], this.name));
  }

  createSyncAccessHandle() {
    if (this.locked) return Promise.reject(new DOMException('locked', 'NoModificationAllowedError'));
    this.locked = true;
    return Promise.resolve({
      getSize: () => this.bytes.length,
      truncate: (size: number) => {
        const cut = new Uint8Array(size);
        cut.set(this.bytes.subarray(0, size));
        this.bytes = cut;
      },
      write: (data: Uint8Array, { at }: { at: number }) => {
        const room = this.disk.room(at + data.length - this.bytes.length);
        const taken = data.subarray(0, room);
        const grown = new Uint8Array(Math.max(this.bytes.length, at + taken.length));
        grown.set(this.bytes);
        grown.set(taken, at);
        this.bytes = grown;
        return taken.length;
      },
      flush: () => {},
      close: () => {
        this.locked = false;
      },
    });
  }
}

class FakeFolder {
  readonly kind = 'directory';
  readonly children = new Map<string, FakeFolder | FakeFile>();

  constructor(
    readonly name: string,
    private readonly disk: FakeDisk,
  ) {}

  getDirectoryHandle(name: string, { create = false } = {}): Promise<FakeFolder> {
    return this.child(name, create, FakeFolder);
  }

  getFileHandle(name: string, { create = false } = {}): Promise<FakeFile> {
    return this.child(name, create, FakeFile);
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.children.delete(name)) throw new DOMException(name, 'NotFoundError');
  }

  async *entries(): AsyncGenerator<[string, FakeFolder | FakeFile]> {
    yield* [...this.children];
  }

  private async child<T extends FakeFolder | FakeFile>(
    name: string,
    create: boolean,
    type: new (name: string, disk: FakeDisk) => T,
  ): Promise<T> {
    let found = this.children.get(name);
    if (!found && create) {
      found = new type(name, this.disk);
      this.children.set(name, found);
    }
    if (!(found instanceof type)) throw new DOMException(name, found ? 'TypeMismatchError' : 'NotFoundError');
    return found;
  }
}

export class FakeDisk {
  readonly #root = new FakeFolder('', this);
  /** Bytes that may be held. */
  quota = Number.POSITIVE_INFINITY;
  /** Whether a full disk throws, as Chromium does, or writes what fits. */
  throwsWhenFull = true;

  get root(): FileSystemDirectoryHandle {
    return this.#root as unknown as FileSystemDirectoryHandle;
  }

  /** Paths of all files, and their lengths. */
  files(folder = this.#root, path = ''): Record<string, number> {
    const found: Record<string, number> = {};
    for (const [name, child] of folder.children) {
      if (child instanceof FakeFolder) Object.assign(found, this.files(child, `${path}${name}/`));
      else found[`${path}${name}`] = child.bytes.length;
    }
    return found;
  }

  /** Of `more` bytes, those that fit. */
  room(more: number): number | undefined {
    const used = Object.values(this.files()).reduce((sum, bytes) => sum + bytes, 0);
    if (used + more <= this.quota) return undefined;
    if (this.throwsWhenFull) throw new DOMException('full', 'QuotaExceededError');
    return Math.max(0, this.quota - used);
  }
}
