/**
 * The binary layout of CIFAR-10 and CIFAR-100: records of one label byte (CIFAR-100: the coarse label, then the fine one) and 3,072 pixel
 * bytes, the 1,024 red ones first, then green, then blue. There is no header: the number of records follows from the size.
 */
import { InputError } from '../../fields/input-error';
import { count } from './damage';

const plane = 32 * 32;
const pixelBytes = 3 * plane;

/** Bytes of a record of CIFAR-10 and of CIFAR-100. */
export const cifarRecordBytes = { 1: 1 + pixelBytes, 2: 2 + pixelBytes } as const;

export interface CifarRecords {
  readonly count: number;
  /** Coarse labels 0 … 19; null for CIFAR-10. */
  readonly coarse: Uint8Array | null;
  /** 0 … 9, or the fine labels 0 … 99. */
  readonly labels: Uint8Array;
  /** Row by row, the three colours of a pixel together, [count · 32 · 32 · 3]. */
  readonly pixels: Uint8Array;
}

/**
 * Reads a file of records.
 * @param labelBytes 1: CIFAR-10, 2: CIFAR-100
 * @param where the file, for messages
 * @throws InputError if the size is no multiple of a record's, or a label is out of range, with the record and the byte
 */
export function readCifarRecords(bytes: Uint8Array, labelBytes: 1 | 2, where: string): CifarRecords {
  const size = cifarRecordBytes[labelBytes];
  const set = labelBytes === 1 ? 'CIFAR-10' : 'CIFAR-100';
  const records = Math.floor(bytes.length / size);
  const rest = bytes.length % size;
  if (records === 0 || rest > 0) {
    throw new InputError(
      where,
      `is ${count(bytes.length)} bytes long, which is no multiple of a ${set} record of ${count(size)}: ` +
        `${count(records)} records and ${count(rest)} bytes more. It is cut, or not the binary version of ${set}.`,
    );
  }
  const coarse = labelBytes === 2 ? new Uint8Array(records) : null;
  const labels = new Uint8Array(records);
  const pixels = new Uint8Array(records * pixelBytes);
  for (let record = 0; record < records; record++) {
    const at = record * size;
    if (coarse) coarse[record] = checkedLabel(bytes, at, 20, 'coarse label', record, where);
    const kind = coarse ? 'fine label' : 'label';
    labels[record] = checkedLabel(bytes, at + labelBytes - 1, coarse ? 100 : 10, kind, record, where);
    let from = at + labelBytes;
    let to = record * pixelBytes;
    for (const end = from + plane; from < end; from++, to += 3) {
      pixels[to] = bytes[from]!;
      pixels[to + 1] = bytes[from + plane]!;
      pixels[to + 2] = bytes[from + 2 * plane]!;
    }
  }
  return { count: records, coarse, labels, pixels };
}

function checkedLabel(bytes: Uint8Array, at: number, classes: number, kind: string, record: number, where: string): number {
  const label = bytes[at]!;
  if (label < classes) return label;
  throw new InputError(
    where,
    `has the ${kind} ${label} in record ${count(record + 1)} (byte ${count(at)}); labels go from 0 to ${classes - 1}. ` +
      'It is damaged, or not in the layout that its size suggests.',
  );
}
