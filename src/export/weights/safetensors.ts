/**
 * `.safetensors` files (Hugging Face): eight bytes with the length of a JSON header, the header with type, shape and place of each tensor,
 * and the numbers, little-endian. Only float32.
 */
import { z } from 'zod';
import { InputError } from '../../fields/input-error';
import { safeParse } from '../../fields/safe-parse';
import { checkShapes, checkTensors, type NamedTensor, sizeOfShape, weightLimits } from '../../training/named-tensors';

/** Longest header that is read, in bytes. */
const longestHeader = 4_000_000;
const lengthBytes = 8;

/** What a file says about itself: texts by name. */
export type Metadata = Readonly<Record<string, string>>;

/**
 * @param metadata goes into the header as it is; readers show it
 * @returns the file's bytes
 * @throws InputError where names or shapes are none that may be written
 */
export function safetensorsBytes(tensors: readonly NamedTensor[], metadata: Metadata = {}): Uint8Array<ArrayBuffer> {
  checkTensors(tensors, 'the weights');
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const begin = end;
    end += values.byteLength;
    // Put together as text: a name such as __proto__ is no ordinary key of an object.
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets: [begin, end] })}`;
  });
  const header = new TextEncoder().encode(`{${[`"__metadata__":${JSON.stringify(metadata)}`, ...entries].join(',')}}`);
  // Padded with spaces, so that the numbers begin at a multiple of eight.
  const start = lengthBytes + Math.ceil(header.length / 8) * 8;
  const out = new Uint8Array(start + end);
  out.fill(0x20, lengthBytes, start);
  out.set(header, lengthBytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(start - lengthBytes), true);
  let at = start;
  for (const { values } of tensors) {
    out.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return out;
}

const whole = z.number().int().min(0);
const entrySchema = z.object({
  dtype: z.string().max(20),
  shape: z.array(whole).max(weightLimits.sizes),
  data_offsets: z.tuple([whole, whole]),
});
const metadataSchema = z.record(z.string(), z.string());

function headerOf(bytes: Uint8Array, where: string): { readonly entries: readonly (readonly [string, unknown])[]; readonly start: number } {
  if (bytes.length < lengthBytes + 2) throw new InputError(where, `is no safetensors file: it has only ${bytes.length} bytes.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(0, true);
  const rest = bytes.length - lengthBytes;
  if (length > BigInt(Math.min(rest, longestHeader))) {
    throw new InputError(
      where,
      `is cut, or no safetensors file: its header should be ${length} bytes long; there are ${rest}, and ${longestHeader} are read at most.`,
    );
  }
  const start = lengthBytes + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, start)));
  } catch {
    throw new InputError(where, 'is damaged, or no safetensors file: its header is not JSON. Save it again.');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new InputError(where, 'is damaged, or no safetensors file: its header is no JSON object. Save it again.');
  return { entries: Object.entries(header), start };
}

/**
 * @param where the file, for messages
 * @returns the tensors in the order of their numbers, and what the file says about itself; numbers are copies
 * @throws InputError where the header is wrong, a tensor is not float32, or the numbers are not exactly as many as the header says
 */
export function readSafetensors(bytes: Uint8Array, where: string): { readonly tensors: NamedTensor[]; readonly metadata: Metadata } {
  const { entries, start } = headerOf(bytes, where);
  let metadata: Metadata = {};
  const found: { name: string; shape: number[]; begin: number; end: number }[] = [];
  for (const [name, value] of entries) {
    if (name === '__metadata__') {
      const parsed = safeParse(metadataSchema, value);
      if (!parsed.success) throw new InputError(`${where}, "__metadata__"`, 'must hold texts only.');
      metadata = parsed.data;
      continue;
    }
    const what = `${where}, tensor ${JSON.stringify(name.slice(0, weightLimits.name))}`;
    const parsed = safeParse(entrySchema, value);
    if (!parsed.success) throw new InputError(what, 'needs "dtype", at most 8 sizes in "shape", and two whole numbers in "data_offsets".');
    const { dtype, shape, data_offsets } = parsed.data;
    if (dtype !== 'F32') throw new InputError(what, `holds values of the type ${JSON.stringify(dtype)}; F32 is read. Convert them first.`);
    found.push({ name, shape, begin: data_offsets[0], end: data_offsets[1] });
  }
  checkShapes(found, where);
  found.sort((one, other) => one.begin - other.begin || one.end - other.end);
  let at = 0;
  for (const { name, shape, begin, end } of found) {
    // Nothing between the tensors, nothing twice: nothing can hide in the file.
    if (begin !== at || end - begin !== 4 * sizeOfShape(shape))
      throw new InputError(
        `${where}, tensor ${JSON.stringify(name)}`,
        `stands at bytes ${begin} to ${end}; its shape and the tensors before it say otherwise.`,
      );
    at = end;
  }
  if (start + at !== bytes.length)
    throw new InputError(
      where,
      `has ${bytes.length - start} bytes of numbers, its header says ${at}. It is cut or was changed; save it again.`,
    );
  const tensors = found.map(({ name, shape, begin, end }) => ({
    name,
    shape,
    values: new Float32Array(bytes.slice(start + begin, start + end).buffer),
  }));
  return { tensors, metadata };
}
