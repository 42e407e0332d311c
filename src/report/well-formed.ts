/** For tests: whether HTML is made of elements that are all closed, in the right order. */

const empty = new Set(['meta', 'link', 'br', 'rect', 'line', 'path', 'circle', 'img', '!doctype']);

/** What is wrong with the document, empty where nothing is. Understands what the report writes: double quotes, no comments, no scripts. */
export function problemsIn(document: string): string[] {
  const problems: string[] = [];
  const open: string[] = [];
  const ids = new Set<string>();
  const text = document.replace(/<style>[\s\S]*?<\/style>/g, '');
  const tag = /<(\/?)([a-zA-Z!][\w]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/g;
  // Whatever is left between the tags must have no angle bracket of its own.
  const between = text.replace(tag, '');
  for (const stray of between.match(/.{0,30}[<>].{0,30}/g) ?? []) problems.push(`a stray angle bracket: ${stray}`);
  for (const bare of between.match(/&(?!#\d+;)/g) ?? []) problems.push(`a bare ${bare}`);
  for (const [, closing, name, attributes, closed] of text.matchAll(tag)) {
    const element = (name as string).toLowerCase();
    const id = /\sid="([^"]*)"/.exec(attributes ?? '')?.[1];
    if (id !== undefined) {
      if (ids.has(id)) problems.push(`the id ${id} twice`);
      ids.add(id);
    }
    if (closing) {
      const expected = open.pop();
      if (expected !== element) problems.push(`</${element}> where </${expected}> was expected`);
    } else if (!closed && !empty.has(element)) open.push(element);
  }
  return [...problems, ...open.map((element) => `<${element}> is not closed`)];
}
