/** What may not grow or stutter: memory over 10,000 updates, and the main thread while four runs train. Times are reported, not judged. */
import { expect, test } from './fixtures';
import { Playground } from './playground';

test('10,000 updates leave the tensor count where it was', async ({ page }, testInfo) => {
  test.slow();
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  await playground.setNumber('epochs', '400');
  await playground.button('Run').click();
  const held = async (updates: number) => {
    await expect
      .poll(async () => (await playground.updates()).reduce((sum, count) => sum + count, 0), { timeout: 150_000, intervals: [50] })
      .toBeGreaterThanOrEqual(updates);
    await playground.button('Pause').click();
    await playground.waitForStatus('paused');
    // To the end of an epoch: a half-used epoch holds its order of samples.
    await playground.button('Step one epoch').click();
    await expect.poll(async () => (await playground.updates()).every((count) => count % 8 === 0)).toBe(true);
    await playground.waitForStatus('paused');
    return playground.memory();
  };
  const early = await held(100);
  await playground.button('Resume').click();
  const late = await held(10_000);
  testInfo.annotations.push({ type: 'memory', description: `after 100: ${JSON.stringify(early)}, after 10,000: ${JSON.stringify(late)}` });
  console.log(`memory after 100 updates ${JSON.stringify(early)}, after 10,000 ${JSON.stringify(late)}`);
  expect(late.tensors).toBe(early.tensors);
  expect(late.bytes).toBe(early.bytes);
});

test('the longest main-thread task while four runs train is reported', async ({ page }, testInfo) => {
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  await playground.setNumber('epochs', '150');
  await page.waitForTimeout(1000);
  const client = await page.context().newCDPSession(page);
  const events: { name: string; dur?: number; tdur?: number; tid: number; pid: number; args?: { name?: string } }[] = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as typeof events)));
  await client.send('Tracing.start', {
    traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', '__metadata'] },
    transferMode: 'ReportEvents',
  });
  await playground.button('Run').click();
  await playground.waitForStatus('done', 150_000);
  const ended = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
  await client.send('Tracing.end');
  await ended;
  const threads = events
    .filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}.${tid}`);
  // Wall time counts what other processes took from this thread; CPU time is the page's own.
  const tasks = events.filter((event) => /RunTask$/.test(event.name) && threads.includes(`${event.pid}.${event.tid}`));
  const longest = (key: 'dur' | 'tdur') => tasks.reduce((most, task) => Math.max(most, (task[key] ?? 0) / 1000), 0).toFixed(1);
  const over = tasks.filter((task) => (task.dur ?? 0) > 50_000).length;
  const updates = (await playground.updates()).join(' + ');
  const line = `longest main-thread task ${longest('dur')} ms wall, ${longest('tdur')} ms CPU, of ${tasks.length}; ${over} above 50 ms; ${updates} updates`;
  testInfo.annotations.push({ type: 'main thread', description: line });
  console.log(line);
  expect(tasks.length).toBeGreaterThan(100);
});
