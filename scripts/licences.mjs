/** The licences of what the page is made of: every package that is installed for it, with those that they need. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const licenceFile = /^(licen[cs]e|copying)([-.].*)?$/i;

/** Name and address of the people who wrote a package. */
function authorOf({ author }) {
  const name = typeof author === 'string' ? author : author?.name;
  return name ? name.replace(/\s*[<(].*$/, '') : null;
}

/**
 * In the order of their names; a package that is there twice appears with both versions.
 * @param folder of the project
 * @returns {{ name: string, version: string, licence: string, author: string | null, text: string | null }[]}
 */
export function licences(folder = root) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [path, { dev, devOptional, optional }] of Object.entries(packages)) {
    if (path === '' || dev || devOptional) continue;
    const place = join(folder, path);
    // Packages for other systems are in the list, but not installed.
    if (!existsSync(join(place, 'package.json'))) {
      if (optional) continue;
      throw new Error(`${path} is not installed: run npm install`);
    }
    const description = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    const { name, version, license } = description;
    const file = readdirSync(place).find((entry) => licenceFile.test(entry));
    found.set(`${name}@${version}`, {
      name,
      version,
      licence: typeof license === 'string' ? license : (license?.type ?? 'see its text'),
      author: authorOf(description),
      text: file ? readFileSync(join(place, file), 'utf8').trim() : null,
    });
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}
