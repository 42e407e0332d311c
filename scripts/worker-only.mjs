/**
 * The page knows tasks and optimizers by the same definitions as the worker, but it never computes with tensors nor decodes pictures: the
 * workers do. In the page's bundle the packages for that are replaced by stand-ins that say so when they are called, and nothing of them
 * is downloaded before the first picture of the page. Workers, tests, the development server and the command line have the real ones.
 */
const packages = ['@tensorflow/tfjs-core', 'jpeg-js', 'fast-png'];
const prefix = '\0worker-only:';

/** Names that a package exports, without `default`. */
async function namesOf(name) {
  return Object.keys(await import(name)).filter((key) => key !== 'default' && /^[A-Za-z_$][\w$]*$/.test(key));
}

/** @returns {import('vite').Plugin} for the page's build alone: workers are built with plugins of their own */
export function workerOnly() {
  return {
    name: 'worker-only',
    apply: 'build',
    enforce: 'pre',
    // The filters spare the bundler a call for each of ten thousand modules.
    resolveId: {
      filter: { id: new RegExp(`^(${packages.join('|')})$`) },
      handler: (source) => ({ id: prefix + source, moduleSideEffects: false }),
    },
    load: {
      filter: { id: new RegExp(`^${prefix}`) },
      async handler(id) {
        const name = id.slice(prefix.length);
        const lines = (await namesOf(name)).map((key) => `export const ${key} = absent;`);
        const message = JSON.stringify(`${name} belongs to the workers: the page has none of it.`);
        return [
          `const absent = () => { throw new Error(${message}); };`,
          ...lines,
          'export default { decode: absent, encode: absent };',
        ].join('\n');
      },
    },
  };
}
