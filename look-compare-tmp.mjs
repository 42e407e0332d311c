import { chromium } from 'playwright-core';
import { chromiumFlags, findChromium } from '/work/main/scripts/find-chromium.mjs';
import { readFile } from 'node:fs/promises';
const port = process.env.PORT ?? 4261;
const browser = await chromium.launch({ executablePath: (await findChromium()) ?? undefined, args: chromiumFlags });
const shots = process.argv.slice(2);
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
page.on('console', (m) => { if (m.type() === 'error' || m.type()==='warning') console.log('console', m.type(), m.text().slice(0, 400)); });
page.on('pageerror', (e) => console.log('pageerror', e.stack?.slice(0, 800)));
await page.goto(`http://localhost:${port}/?compare`);
await page.waitForTimeout(1500);
await page.screenshot({ path: '/tmp/shots/compare/empty-1440.png' });
await page.setViewportSize({ width: 390, height: 844 });
await page.screenshot({ path: '/tmp/shots/compare/empty-390.png', fullPage: true });
await page.setViewportSize({ width: 1440, height: 900 });
for (const file of ['a.json', 'b.json', 'c.json']) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Open result…' }).click()]);
  await chooser.setFiles('/tmp/shots/compare/' + file);
  await page.waitForTimeout(700);
}
async function all(name) {
  for (const [w, h] of [[1440, 900], [1024, 800], [390, 844]]) {
    await page.setViewportSize({ width: w, height: h });
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/shots/compare/${name}-${w}.png`, fullPage: true });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) console.log(name, w, 'page scrolls sideways by', over);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
await page.waitForTimeout(1500);
await all('newest');
for (const box of await page.getByRole('checkbox', { name: /^Compare (a|b|c)$/ }).all()) await box.check();
await page.waitForTimeout(1000);
await all('three');
await page.getByText('a method', { exact: true }).click();
await page.waitForTimeout(800);
await page.screenshot({ path: `/tmp/shots/compare/method-1440.png`, fullPage: true });
await page.emulateMedia({ colorScheme: 'dark' });
await page.getByText('a panel a task', { exact: true }).click();
await page.getByRole('button', { name: /colour, name, hide/ }).first().click();
await page.waitForTimeout(800);
await page.screenshot({ path: `/tmp/shots/compare/dark-menu.png` });
await page.keyboard.press('Escape');
await all('dark');
await browser.close();
