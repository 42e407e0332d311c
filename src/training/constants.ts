/** A rule's numbers on the device: uploaded when they change, never in a step. */
import { type Scalar, scalar } from '@tensorflow/tfjs-core';
import type { Constants } from '../optimizers/definition';

/** Named scalars that stay on the device until their value changes. */
export class UploadedConstants {
  private readonly uploaded = new Map<string, { value: number; tensor: Scalar }>();

  /** The scalars of these numbers; only new or changed ones are uploaded. */
  set(numbers: Readonly<Record<string, number>>): Constants {
    const constants: Record<string, Scalar> = {};
    for (const [name, value] of Object.entries(numbers)) {
      let entry = this.uploaded.get(name);
      if (!entry || !Object.is(entry.value, value)) {
        entry?.tensor.dispose();
        entry = { value, tensor: scalar(value) };
        this.uploaded.set(name, entry);
      }
      constants[name] = entry.tensor;
    }
    return constants;
  }

  dispose(): void {
    for (const { tensor } of this.uploaded.values()) tensor.dispose();
    this.uploaded.clear();
  }
}
