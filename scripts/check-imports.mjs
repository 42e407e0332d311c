/**
 * Keeps the way imports run (README, "How it is built"): `npm run lint` calls it. Biome's `noRestrictedImports` matches the text of
 * an import; these rules are about folders, so this resolves each import first. Test files may import what they like.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { root } from './install.mjs';

const foundations = ['fields', 'random', 'optimizers', 'models', 'datasets'];
const training = [...foundations, 'tasks', 'engine', 'training'];
/** What the page may know of the training code: descriptions, formats and messages; nothing that touches a tensor. */
const descriptions = [
  'fields',
  'random',
  'datasets/catalog',
  'datasets/formats/crc32',
  'datasets/file-limits',
  'datasets/parsed-set',
  'datasets/sniff-libsvm',
  'optimizers/definition',
  'optimizers/registry',
  'tasks/definition',
  'tasks/registry',
  'training/experiment',
  'training/named-tensors',
  'training/records',
  'training/time-left',
  'engine/device-info',
  'results',
  'paper',
];
const page = [...descriptions, 'share', 'tours', 'worker/client', 'worker/protocol', 'worker/data/client', 'worker/data/protocol'];
/** What the benchmark's page may know of it: names, plans, results, and the way to its workers. */
const benchmarkForPages = ['catalog', 'plan', 'measure', 'report', 'ratios', 'client'].map((file) => `benchmark/${file}`);

/** Folder of src/ → what its files may import from other folders: whole folders, or single files without extension. */
export const mayImport = {
  fields: [],
  random: ['fields'],
  optimizers: ['fields', 'random'],
  models: ['fields', 'random', 'engine/kernels'],
  datasets: ['fields', 'random'],
  tasks: [...foundations, 'engine/kernels'],
  engine: ['fields', 'random'],
  training: training,
  results: [...descriptions.filter((place) => place !== 'results' && place !== 'paper'), 'training/session-events'],
  paper: descriptions.filter((place) => place !== 'paper'),
  lessons: ['fields', 'random', 'optimizers', 'training/experiment', 'training/records', 'results'],
  tours: ['fields', 'optimizers/definition', 'tasks/definition', 'training/experiment', 'results'],
  'code-view': ['fields', 'optimizers'],
  export: [...descriptions, 'datasets/formats', 'datasets/source'],
  share: descriptions.filter((place) => place !== 'results' && place !== 'paper'),
  golden: training,
  worker: [...training, 'results'],
  headless: [...training, 'golden', 'results'],
  benchmark: training,
  state: page,
  charts: [...page, 'state'],
  report: [...page, 'state', 'charts'],
  frame: [...page, 'state'],
  'lesson-parts': ['state'],
  // The service worker is a script of its own.
  offline: [],
  pages: [...page, ...benchmarkForPages, 'lessons', 'lesson-parts', 'state', 'charts', 'report', 'frame', 'code-view', 'export'],
};

const ui = ['react', 'react-dom', 'zustand', '@mantine', '@tabler', 'recharts', 'katex'];
const belowThePage = [
  ...training,
  'results',
  'paper',
  'lessons',
  'tours',
  'code-view',
  'export',
  'share',
  'golden',
  'worker',
  'headless',
  'benchmark',
];

/** Packages that only some folders may use. `only` or `not` list the folders. */
const packageRules = [
  { packages: ui, not: belowThePage, why: 'the training code runs in a worker and in Node, without a page' },
  // The first rule that names a package counts: these come before the wider one.
  { packages: ['@tensorflow/tfjs'], only: ['benchmark'], why: 'the whole library is there to be measured; we use its core' },
  { packages: ['@jax-js'], only: ['benchmark'], why: 'it is there to be measured' },
  {
    packages: ['@tensorflow'],
    not: ['fields', 'results', 'paper', 'lessons', 'tours', 'state', 'charts', 'report', 'frame', 'lesson-parts', 'pages', ''],
    why: 'tensors stay in the worker',
  },
  { packages: ['node:', 'webgpu'], only: ['headless'], why: 'everything else must run in a browser' },
];

const source = /\.(ts|tsx|mts|js|mjs)$/;
const isTest = (path) => /\.test\.tsx?$/.test(path);

/** Text and position of every import in a module: static, re-exported, dynamic, and files named for a worker. */
function importsOf(path, text) {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) return [];
  const found = new Map();
  for (const { moduleRequest } of module.staticImports) found.set(moduleRequest.start, moduleRequest.value);
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) found.set(moduleRequest.start, moduleRequest.value);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])([^$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal) found.set(moduleRequest.start, literal[2]);
  }
  for (const match of text.matchAll(/new URL\(\s*(['"`])([^'"`$]+)\1\s*,\s*import\.meta\.url/g)) found.set(match.index, match[2]);
  return [...found].map(([start, name]) => ({ name: name.replace(/\?.*$/, ''), line: text.slice(0, start).split('\n').length }));
}

const folderOf = (path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const isWithin = (path, place) => path === place || path.startsWith(place.endsWith(':') ? place : `${place}/`);

function packageProblem(folder, name) {
  const rule = packageRules.find(({ packages }) => packages.some((candidate) => isWithin(name, candidate)));
  if (!rule) return null;
  if (rule.only ? rule.only.includes(folder) : !rule.not.includes(folder)) return null;
  return `src/${folder} must not import ${name}: ${rule.why}`;
}

function folderProblem(importer, target) {
  const from = folderOf(importer);
  const to = folderOf(target);
  // main.tsx and the style sheets beside it put everything together.
  if (from === '') return ['', 'pages', 'state', 'fields'].includes(to) ? null : `src/${importer} imports only pages, state and fields`;
  if (!(from in mayImport)) return `src/${from} has no place in the order of imports yet: add it to scripts/check-imports.mjs`;
  if (from === to) {
    if (from !== 'pages') return null;
    const [pageOfImporter, pageOfTarget] = [importer, target].map((path) => folderOf(path.slice('pages/'.length)));
    if (pageOfImporter === '' || pageOfImporter === pageOfTarget) return null;
    // It is the playground, with less of it to be seen.
    if (pageOfImporter === 'embed' && pageOfTarget === 'playground') return null;
    return `pages do not import each other: put what pages/${pageOfImporter} and pages/${pageOfTarget || target} share where both may import it`;
  }
  const file = target.replace(source, '');
  if (mayImport[from].some((place) => isWithin(file, place))) return null;
  const places = mayImport[from].join(', ') || 'nothing else of src/';
  return `src/${from} must not import src/${target}; it may import ${places}`;
}

/**
 * @param path of the importing module inside src/, with forward slashes
 * @param text the module
 * @returns one message a forbidden import
 */
export function checkModule(path, text) {
  if (isTest(path)) return [];
  return importsOf(path, text).flatMap(({ name, line }) => {
    let problem = null;
    if (name.startsWith('.')) {
      const target = posix.normalize(posix.join(posix.dirname(path), name));
      // The PyTorch snippets are shown, and put together, as text.
      if (['code-view', 'export'].includes(folderOf(path)) && /^\.\.\/python\/(experiment\/)?[\w-]+\.py$/.test(target)) return [];
      problem = target.startsWith('..') ? `src/ must not import from outside src/ (${name})` : folderProblem(path, target);
    } else {
      problem = packageProblem(folderOf(path), name);
    }
    return problem ? [`src/${path}:${line}: ${problem}`] : [];
  });
}

function* modulesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* modulesIn(path);
    else if (source.test(entry.name)) yield path;
  }
}

function main() {
  const folder = join(root, 'src');
  const modules = [...modulesIn(folder)];
  const problems = modules.flatMap((path) => checkModule(relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')));
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? `Checked the imports of ${modules.length} modules.` : `${problems.length} forbidden imports.`);
  if (problems.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
