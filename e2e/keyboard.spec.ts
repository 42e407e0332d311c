/** The keyboard mode itself: it finds what cannot be reached, what is not seen to be reached, and where the focus is lost. */
import { expect, test } from './fixtures';
import { byKeyboard } from './keyboard';
import { takeProblems } from './keyboard/reach';

test.use({ by: 'keyboard' });

test('goes where a person with a keyboard can go, and nowhere else', async ({ page }) => {
  test.skip(!byKeyboard(), 'by pointer there is nothing to see of it');
  await page.goto('about:blank');
  await page.setContent(`
    <style>.plain:focus { outline: none }</style>
    <button id="first">First</button>
    <div id="div" onclick="this.textContent = 'pressed'">Only for a mouse</div>
    <button class="plain" onclick="this.dataset.pressed = ''">Nothing shows the focus</button>
    <button onclick="this.remove()">Goes away</button>
    <label><input type="checkbox"> Tick</label>
    <select aria-label="Choice"><option>one</option><option>two</option><option>three</option></select>
    <input aria-label="Text" value="before">
    <fieldset><label><input type="radio" name="r" checked>a</label><label><input type="radio" name="r">b</label></fieldset>
    <div role="toolbar"><button tabindex="0">One</button><button tabindex="-1">Two</button></div>
    <script>document.querySelector('[role=toolbar]').onkeydown = ({ key, currentTarget }) => {
      if (key === 'ArrowRight') currentTarget.lastElementChild.focus();
    };</script>`);
  await page.getByRole('checkbox').check();
  await page.getByRole('combobox').selectOption('three');
  await page.getByRole('textbox').fill('after');
  await page.getByText('b', { exact: true }).click();
  await page.getByRole('button', { name: 'Two' }).click();
  await expect(page.getByRole('button', { name: 'Two' })).toBeFocused();
  await expect(page.getByRole('checkbox')).toBeChecked();
  await expect(page.getByRole('combobox')).toHaveValue('three');
  await expect(page.getByRole('textbox')).toHaveValue('after');
  await expect(page.getByRole('radio', { name: 'b' })).toBeChecked();
  await page.getByRole('button', { name: 'First' }).focus();
  await expect(page.getByRole('button', { name: 'First' })).toBeFocused();
  expect(takeProblems()).toEqual([]);

  await page.getByRole('button', { name: 'Nothing shows the focus' }).click();
  await expect(page.locator('[data-pressed]')).toBeAttached();
  expect(takeProblems()).toEqual([expect.stringContaining('nothing shows it')]);
  await page.getByRole('button', { name: 'Goes away' }).click();
  expect(takeProblems()).toEqual([expect.stringContaining('the focus is lost after pressing')]);
  await expect(page.locator('#div').click()).rejects.toThrow(
    /cannot be reached by keyboard: it has nothing in it or around it that takes the focus/,
  );
  await expect(page.locator('#div')).toHaveText('Only for a mouse');
  await expect(page.locator('#first').dblclick()).rejects.toThrow(/needs a pointer/);
});
