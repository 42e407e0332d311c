/** `?embed`: the playground in a frame of another site's page, as a course has it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

/** A page of another site: 127.0.0.1 is another one than localhost, and as near, so that browsers do not ask whether it may look here. */
async function coursePage(body: string): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Course</title><h1>Lesson</h1>${body}</html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

test('trains in a frame of another site, without isolation, and leads to the whole page', async ({ page, baseURL }) => {
  const address = `${baseURL}?embed&charts=loss,step&controls=run,optimizers&v=1&task=matrix-factorization&epochs=2&o=aalig:eta=2;adam`;
  const course = await coursePage(`<iframe title="frame" width="1000" height="600" src="${address.replaceAll('&', '&amp;')}"></iframe>`);
  await page.goto(course.address);
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('button', { name: 'Run' })).toBeVisible();
  await expect(frame.getByRole('banner')).toHaveCount(0);
  await expect(frame.getByRole('combobox', { name: 'Task' })).toHaveCount(0);
  await expect(frame.getByRole('region', { name: 'Optimizers' }).getByRole('listitem', { name: 'Adam', exact: true })).toBeVisible();
  const inner = page.frames()[1]!;
  expect(await inner.evaluate(() => crossOriginIsolated)).toBe(false);
  await frame.getByRole('button', { name: 'Run' }).click();
  await expect.poll(() => inner.evaluate(() => globalThis.__playground!.session().status), { timeout: 60_000 }).toBe('done');
  await expect(frame.getByRole('region', { name: /loss/i }).first()).toBeVisible();
  await expect(frame.getByRole('region', { name: /step size/i }).first()).toBeVisible();
  const open = frame.getByRole('link', { name: 'Open in Polyak Playground' });
  await expect(open).toHaveAttribute('href', `${baseURL}?v=1&task=matrix-factorization&epochs=2&o=aalig:eta=2;adam`);
  const [whole] = await Promise.all([page.waitForEvent('popup'), open.click()]);
  await expect(whole.getByRole('alert')).toContainText('An experiment from a link');
  course.close();
});

test('an address that is not right says what', async ({ page }) => {
  await page.goto('/?embed&charts=lost');
  await expect(page.getByRole('alert')).toContainText('charts: unknown “lost” (known: loss, step');
  await expect(page.getByRole('link', { name: 'Open in Polyak Playground' })).toBeVisible();
});

test('the menu Share builds the frame, shows its address, and a preview of it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await Playground.open(page);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Embed in a course page…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed in a course page' });
  const html = dialog.getByRole('textbox', { name: 'HTML for the page' });
  await expect(html).toHaveValue(/<iframe src="[^"]*\?embed&amp;charts=loss,step&amp;controls=run&amp;v=1&amp;task=matrix-factorization"/);
  await dialog.getByRole('checkbox', { name: 'AOVs' }).check();
  await dialog.getByRole('checkbox', { name: 'Run, pause, step' }).uncheck();
  await expect(html).toHaveValue(/charts=loss,step,aov&amp;controls=&amp;v=1/);
  expect(await problemsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Copy the HTML' }).click();
  await expect(dialog.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await html.inputValue());
  await dialog.getByRole('button', { name: 'Show a preview' }).click();
  const frame = dialog.frameLocator('iframe');
  await expect(frame.getByRole('link', { name: 'Open in Polyak Playground' })).toBeVisible();
  await expect(frame.getByRole('button', { name: 'Run' })).toHaveCount(0);
});

test('the embedded page has no barriers, narrow and wide', async ({ page }) => {
  for (const width of [390, 1024]) {
    await page.setViewportSize({ width, height: 700 });
    await page.goto('/?embed&charts=loss,step,aov,followed,boundary,table&controls=run,task,optimizers,axis&task=classifier-2d');
    await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('classifier-2d');
    await expect(page.getByRole('region', { name: 'Results table' })).toBeVisible();
    await expect(page.getByRole('img').or(page.locator('canvas')).first()).toBeAttached();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await problemsOf(page)).toEqual([]);
  }
});
