/** Whether an input has reached what all objects share, or the global scope. */

const shared = {
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
  String: String.prototype,
  Map: Map.prototype,
  Error: Error.prototype,
};

const keysOf = () => Object.entries(shared).map(([name, prototype]) => [name, Reflect.ownKeys(prototype).length] as const);
const before = keysOf();

/** What was added to a built-in prototype, or the mark that a script of an input would leave; null: nothing. */
export function changedBuiltins(): string | null {
  const changed = keysOf().find(([, count], i) => count !== before[i]![1]);
  if (changed) return `the prototype of ${changed[0]} was changed`;
  return 'fuzzed' in globalThis ? 'a script of the input was run' : null;
}

/** How far into a value is looked: all of what the small samples hold. */
const mostLooks = 20_000;

/** Whether a plain object anywhere in it inherits from an object that came with the input. */
export function hasForeignPrototype(value: unknown): boolean {
  const seen = new Set<object>();
  const left: unknown[] = [value];
  while (left.length > 0 && seen.size < mostLooks) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null || seen.has(next) || ArrayBuffer.isView(next)) continue;
    seen.add(next);
    const prototype: unknown = Object.getPrototypeOf(next);
    // Prototypes of classes have a constructor of their own; an object of an input has not, or none that is a function.
    if (prototype !== null && typeof Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value !== 'function') {
      // Iterators and the like come from built-in objects without one.
      if (Object.getPrototypeOf(prototype) === Object.prototype && Object.keys(prototype as object).length > 0) return true;
    }
    if (next instanceof Map) left.push(...next.values());
    else left.push(...Object.values(next));
  }
  return false;
}
