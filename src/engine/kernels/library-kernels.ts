/** For kernels on WebAssembly that are made of the library's fast ones: runs those by name and gives back what they leave behind. */
import { getKernel, type KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';

type Disposing = KernelBackend & { disposeData(dataId: object): void };

/** Kernels of one backend, one after the other. */
export class KernelSequence {
  private readonly made: TensorInfo[] = [];

  constructor(
    private readonly backendName: string,
    private readonly backend: unknown,
  ) {}

  /**
   * Runs a kernel.
   * @throws if the backend has no kernel of that name
   */
  run(name: string, inputs: Readonly<Record<string, TensorInfo>>, attrs: Readonly<Record<string, unknown>>): TensorInfo {
    const kernel = getKernel(name, this.backendName);
    if (!kernel) throw new Error(`the ${this.backendName} backend has no kernel ${name}`);
    const output = kernel.kernelFunc({ inputs: { ...inputs }, attrs: attrs as never, backend: this.backend as never }) as TensorInfo;
    this.made.push(output);
    return output;
  }

  /** Disposes of all outputs but this one, which is the sequence's. */
  end(result: TensorInfo): TensorInfo {
    for (const { dataId } of this.made) if (dataId !== result.dataId) (this.backend as Disposing).disposeData(dataId);
    return result;
  }
}
