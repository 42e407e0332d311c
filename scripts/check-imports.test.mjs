import { describe, expect, test } from 'vitest';
import { checkModule, mayImport } from './check-imports.mjs';

describe('what is allowed', () => {
  test.each([
    ['optimizers/aalig.ts', "import type { Field } from '../fields/field';"],
    ['optimizers/aalig.ts', "import { tidy } from '@tensorflow/tfjs-core'; import { x } from './pieces';"],
    ['tasks/registry.ts', "export { rbf } from './rbf'; import { parse } from '../datasets/libsvm';"],
    ['training/trainer.ts', "import { device } from '../engine/device';"],
    ['worker/client.ts', "new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module' });"],
    ['headless/train.ts', "import { readFile } from 'node:fs/promises'; await import('webgpu');"],
    ['benchmark/engines/own.ts', "import { Trainer } from '../../training/trainer'; import * as tf from '@tensorflow/tfjs';"],
    ['benchmark/engines/jax.ts', "import { jit } from '@jax-js/jax';"],
    ['pages/bench/page.tsx', "import { startWorkers } from '../../benchmark/client'; import type { Row } from '../../benchmark/report';"],
    ['state/device.ts', "import type { DeviceInfo } from '../engine/device-info';"],
    ['pages/playground/panel.tsx', "import { optimizers } from '../../optimizers/registry'; import { create } from 'zustand';"],
    ['pages/playground/panel.tsx', "import './panel.css'; import { Row } from './row';"],
    ['pages/routes.tsx', "const page = import('./learn/page');"],
    ['code-view/rules/sgd.ts', "import python from '../../../python/sgd.py?raw'; import source from '../../optimizers/sgd.ts?raw';"],
    ['main.tsx', "import { App } from './pages/app'; import './main.css'; import { createRoot } from 'react-dom/client';"],
    ['fields/field.test.ts', "import { App } from '../pages/app'; import { readFileSync } from 'node:fs';"],
    ['fields/field.ts', "// import { App } from '../pages/app';\nconst text = \"import x from 'react'\";"],
  ])('%s: %s', (path, text) => {
    expect(checkModule(path, text)).toEqual([]);
  });
});

describe('what is not', () => {
  test.each([
    ['fields/field.ts', "import { x } from '../optimizers/sgd';", 'it may import nothing else'],
    ['optimizers/sgd.ts', "import { x } from '../training/trainer';", 'src/optimizers must not import src/training/trainer'],
    ['training/trainer.ts', "export * from '../worker/protocol';", 'must not import src/worker/protocol'],
    ['training/trainer.ts', "import { useState } from 'react';", 'without a page'],
    ['worker/training.worker.ts', "const x = await import('../state/runs');", 'must not import src/state/runs'],
    ['worker/training.worker.ts', "import { render } from 'react-dom/client';", 'without a page'],
    ['training/trainer.ts', "import { readFileSync } from 'node:fs';", 'must run in a browser'],
    ['training/trainer.ts', "import * as tf from '@tensorflow/tfjs';", 'there to be measured'],
    ['training/trainer.ts', "import { jit } from '@jax-js/jax';", 'there to be measured'],
    ['training/trainer.ts', "import { caseData } from '../benchmark/cases';", 'must not import src/benchmark/cases'],
    ['benchmark/session.ts', "import { useState } from 'react';", 'without a page'],
    ['pages/bench/page.tsx', "import { startSession } from '../../benchmark/session';", 'must not import src/benchmark/session'],
    ['state/runs.ts', "import { tensor } from '@tensorflow/tfjs-core';", 'tensors stay in the worker'],
    ['state/runs.ts', "import type { Device } from '../engine/device';", 'must not import src/engine/device'],
    ['charts/line.tsx', "import { Trainer } from '../training/trainer';", 'must not import src/training/trainer'],
    ['charts/line.tsx', "new Worker(new URL('../training/session.ts', import.meta.url))", 'must not import src/training/session'],
    ['pages/learn/page.tsx', "import { Panel } from '../playground/panel';", 'pages do not import each other'],
    ['main.tsx', "import { rbf } from './tasks/rbf';", 'imports only pages, state and fields'],
    ['engine/device.ts', "import x from '../../bench/main';", 'outside src/'],
    ['fields/field.ts', "import x from '../../python/sgd.py?raw';", 'outside src/'],
    ['shiny/new.ts', "import x from '../fields/field';", 'no place in the order'],
  ])('%s: %s', (path, text, message) => {
    const problems = checkModule(path, text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`src/${path}:1: `);
    expect(problems[0]).toContain(message);
  });

  test('the line is named', () => {
    expect(checkModule('fields/a.ts', "\n\nimport 'react';")[0]).toMatch(/^src\/fields\/a\.ts:3: /);
  });
});

test('no two folders import each other', () => {
  const folders = Object.keys(mayImport);
  const reaches = (from, to) => from !== to && mayImport[from].some((place) => place.split('/')[0] === to);
  for (const a of folders) for (const b of folders) expect(reaches(a, b) && reaches(b, a), `${a} and ${b}`).toBe(false);
});
