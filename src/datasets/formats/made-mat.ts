/**
 * For tests only: MATLAB 5 files that are made up, e.g. one with the variables and the layout of SVHN's. It is NOT SVHN: no digit of that set
 * is in it.
 */

/** A variable: class and storage as the format numbers them (mx… 6 double, 9 uint8; mi… 2 uint8, 9 double, 5 int32). */
export interface MadeVariable {
  readonly name: string;
  readonly dims: readonly number[];
  readonly mxClass: number;
  readonly miType: number;
  /** Values as bytes, in the byte order of the file. */
  readonly data: Uint8Array;
}

export interface MadeMatOptions {
  readonly littleEndian?: boolean;
  readonly compressed?: boolean;
}

/** A file with these variables. */
export async function madeMat(
  variables: readonly MadeVariable[],
  { littleEndian = true, compressed = true }: MadeMatOptions = {},
): Promise<Uint8Array> {
  const header = new Uint8Array(128).fill(32);
  header.set(new TextEncoder().encode('MATLAB 5.0 MAT-file, made up for a test'));
  header.fill(0, 116, 124);
  header.set(littleEndian ? [0, 1, 0x49, 0x4d] : [1, 0, 0x4d, 0x49], 124);
  const parts: Uint8Array[] = [header];
  for (const variable of variables) {
    const matrix = element(14, concatenated(matrixParts(variable, littleEndian)), littleEndian);
    parts.push(compressed ? element(15, await deflated(matrix), littleEndian, false) : matrix);
  }
  return concatenated(parts);
}

/**
 * A file as SVHN's cropped digits come: `X` uint8 [32, 32, 3, n], `y` double [n, 1] stored as bytes, the digit 0 as label 10. Pixels are made up:
 * that of sample s, row r, column c, colour k is (s · 31 + r · 7 + c · 3 + k) mod 256; the label of sample s is s mod 10, or 10.
 */
export function madeSvhn(n: number, options: MadeMatOptions = {}): Promise<Uint8Array> {
  const pixels = new Uint8Array(32 * 32 * 3 * n);
  let at = 0;
  for (let s = 0; s < n; s++) {
    for (let k = 0; k < 3; k++) for (let c = 0; c < 32; c++) for (let r = 0; r < 32; r++) pixels[at++] = s * 31 + r * 7 + c * 3 + k;
  }
  const labels = Uint8Array.from({ length: n }, (_, s) => s % 10 || 10);
  return madeMat(
    [
      { name: 'X', dims: [32, 32, 3, n], mxClass: 9, miType: 2, data: pixels },
      { name: 'y', dims: [n, 1], mxClass: 6, miType: 2, data: labels },
    ],
    options,
  );
}

function matrixParts({ name, dims, mxClass, miType, data }: MadeVariable, littleEndian: boolean): Uint8Array[] {
  return [
    element(6, words([mxClass, 0], littleEndian), littleEndian),
    element(5, words(dims, littleEndian), littleEndian),
    element(1, new TextEncoder().encode(name), littleEndian),
    element(miType, data, littleEndian),
  ];
}

/** Up to four bytes go into the tag itself. */
function element(type: number, data: Uint8Array, littleEndian: boolean, padded = true): Uint8Array {
  const small = data.length > 0 && data.length <= 4;
  if (small) {
    const out = concatenated([words([(data.length << 16) | type], littleEndian), new Uint8Array(4)]);
    out.set(data, 4);
    return out;
  }
  return concatenated([words([type, data.length], littleEndian), data, new Uint8Array(padded ? -data.length & 7 : 0)]);
}

function words(values: readonly number[], littleEndian: boolean): Uint8Array {
  const out = new Uint8Array(4 * values.length);
  const view = new DataView(out.buffer);
  for (const [i, value] of values.entries()) view.setInt32(4 * i, value, littleEndian);
  return out;
}

async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
