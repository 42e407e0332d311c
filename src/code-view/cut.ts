/** Cuts functions and members out of a source text, so that the page can show the code that really runs and nothing beside it. */

/** Number of the character after a string, template or comment that starts at `at`; `at` itself where none starts. */
function afterQuoted(text: string, at: number): number {
  const two = text.slice(at, at + 2);
  const end = two === '//' ? text.indexOf('\n', at) : two === '/*' ? text.indexOf('*/', at + 2) + 2 : at;
  if (end !== at) return end < at ? text.length : end;
  const quote = text[at]!;
  if (!`'"\``.includes(quote)) return at;
  let next = at + 1;
  while (next < text.length && text[next] !== quote) next += text[next] === '\\' ? 2 : 1;
  return next + 1;
}

/**
 * Where the item that starts at `start` ends: a function after its body, a member of an object before the comma that follows it.
 * Brackets in strings and comments do not count; regular expressions are not known.
 */
function endOf(text: string, start: number, isFunction: boolean): number {
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const next = afterQuoted(text, at);
    if (next !== at) {
      at = next;
      continue;
    }
    const character = text[at]!;
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (depth < 0) return at;
    if (depth === 0 && !isFunction && character === ',') return at + 1;
    // A body ends its line; the braces of a return type do not.
    if (depth === 0 && isFunction && character === '}' && /[\r\n]/.test(text[at + 1] ?? '\n')) return at + 1;
    at++;
  }
  return text.length;
}

/**
 * The text of a top-level function, or of a member of a top-level object, moved to the left margin. The comment before it is left out.
 * @param name as declared
 * @throws if the source has no such item, or more than one
 */
export function cutItem(source: string, name: string): string {
  const starts = [...source.matchAll(new RegExp(`^(?:(?:export )?function\\*? ${name}\\(| {2}${name}(?:\\(|: ))`, 'gm'))];
  if (starts.length !== 1) throw new Error(`the source has ${starts.length} items "${name}", expected 1`);
  const start = starts[0]!.index;
  const isFunction = !source.startsWith('  ', start);
  return source
    .slice(start, endOf(source, start, isFunction))
    .trimEnd()
    .split('\n')
    .map((line) => (isFunction ? line : line.replace(/^ {2}/, '')))
    .join('\n');
}
