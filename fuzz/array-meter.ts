/**
 * Watches how large the arrays are that a reader asks for: a file that claims gigabytes must be refused before room is made for them. (Memory
 * that is asked for and never touched shows nowhere else.)
 */

const watched = [
  'ArrayBuffer',
  'Uint8Array',
  'Int8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;

/** From now on, notes arrays that are made by length. @returns a function that tells the largest since its last call, in bytes */
export function watchArrays(): () => number {
  let largest = 0;
  for (const name of watched) {
    const Type = globalThis[name] as unknown as new (...args: unknown[]) => object;
    const bytes = (Type as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    const watching: typeof Type = new Proxy(Type, {
      construct(target, args, newTarget) {
        const [length] = args;
        if (typeof length === 'number' && length * bytes > largest) largest = length * bytes;
        return Reflect.construct(target, args, newTarget === watching ? target : newTarget) as object;
      },
    });
    Object.assign(globalThis, { [name]: watching });
  }
  return () => {
    const since = largest;
    largest = 0;
    return since;
  };
}
