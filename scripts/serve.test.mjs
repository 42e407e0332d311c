import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from './serve.mjs';

const folder = mkdtempSync(join(tmpdir(), 'polyak-serve-'));
let server;

beforeAll(async () => {
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'dist', 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'dist', 'assets', 'a-1234.js'), 'export {};');
  writeFileSync(join(folder, 'dist', 'assets', 'b-1234.wasm'), 'wasm');
  server = await serve(join(folder, 'dist'), 0);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Not `fetch`, which tidies paths before it sends them. */
function get(path, method = 'GET') {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, method }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

test('the page, isolated and never stale', async () => {
  const { status, headers, body } = await get('/?task=rbf');
  expect([status, body]).toEqual([200, '<p>page</p>']);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cache-control': 'no-cache',
  });
});

test.each([
  ['/assets/a-1234.js', 'text/javascript; charset=utf-8'],
  ['/assets/b-1234.wasm', 'application/wasm'],
])('%s is %s and kept by the browser', async (path, type) => {
  const { headers } = await get(path);
  expect(headers['content-type']).toBe(type);
  expect(headers['cache-control']).toContain('immutable');
});

test('HEAD sends no body', async () => {
  expect(await get('/assets/a-1234.js', 'HEAD')).toMatchObject({ status: 200, body: '' });
});

test.each([
  '/missing.js',
  '/assets',
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/%00',
  '/%zz',
])('%s is not found', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('other methods are refused', async () => {
  expect((await get('/', 'POST')).status).toBe(405);
});

test('a taken port is told, not thrown', async () => {
  expect(await serve(folder, server.port)).toBeNull();
});
