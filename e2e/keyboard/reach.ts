/** The focus is brought to a target by Tab, Shift+Tab and the arrow keys, as a person brings it there, and has to be seen when it arrives. */
import type { Locator, Page } from '@playwright/test';
import type { KeysInPage, Look, Way } from './in-page';

/** How long a target may be on its way: hidden, disabled, moving. */
const patience = 20_000;
/** More stops than any page has. */
const mostStops = 600;

/** What a journey can go on in spite of; the journey fails at its end. */
const told: string[] = [];

/** What was told since the last time. */
export const takeProblems = (): string[] => told.splice(0);

type Keys = { readonly __keys: KeysInPage };

const lookAt = (target: Locator): Promise<Look> => target.evaluate((element) => (globalThis as unknown as Keys).__keys.look(element));
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Presses what leads to the target, looking again after each step, until the focus is there. */
async function travel(target: Locator, name: string): Promise<Look> {
  const { keyboard } = target.page();
  const since = Date.now();
  /** Where the focus was, and how often: an estimate that leads nowhere is given up for a walk from stop to stop. */
  const seen = new Map<number, number>();
  const visited = new Set<number>();
  let pressed = 0;
  for (;;) {
    const look = await lookAt(target);
    const { way } = look;
    if (way.kind === 'there') return look;
    if (way.kind === 'wait') {
      if (Date.now() - since > patience) throw new Error(`${name} cannot be reached by keyboard: it ${way.why}`);
      await pause(50);
      continue;
    }
    const times = (seen.get(way.from) ?? 0) + 1;
    seen.set(way.from, times);
    visited.add(way.from);
    if (pressed > mostStops || times > 12) {
      const how = way.kind === 'tab' ? 'Tab' : 'the arrow keys';
      throw new Error(`${name} cannot be reached by ${how}: the focus went round ${visited.size} stops`);
    }
    pressed += await step(way, times, keyboard);
  }
}

/** Presses the keys of a step; resolves to how many. `times`: how often the focus was where it is now. */
async function step(way: Extract<Way, { kind: 'tab' | 'arrow' }>, times: number, keyboard: Page['keyboard']): Promise<number> {
  if (way.kind === 'arrow') {
    await keyboard.press(way.keys[times % 2 === 1 ? 0 : 1]);
    return 1;
  }
  const key = way.times < 0 && times < 4 ? 'Shift+Tab' : 'Tab';
  const count = times > 1 ? 1 : Math.abs(way.times);
  for (let i = 0; i < count; i++) await keyboard.press(key);
  return count;
}

/**
 * Brings the focus to a target; tells it if nothing shows that it has arrived.
 *
 * @throws Error if no key leads there.
 */
export async function reach(target: Locator): Promise<Look> {
  const name = String(target);
  const first = await lookAt(target);
  if (first.way.kind === 'there') return first;
  let look = await travel(target, name);
  // A ring may come by a transition.
  const since = Date.now();
  while (look.drawn === first.drawn && look.role !== 'option' && !first.held) {
    if (Date.now() - since > 2000) {
      told.push(`${name} has the focus, and nothing shows it: no outline, no shadow`);
      return look;
    }
    await pause(50);
    look = await lookAt(target);
  }
  return look;
}

/**
 * After something was done the focus is somewhere, so that the next key is not typed into nothing: tells it if it is on nothing two seconds
 * later, unless another page was loaded.
 */
export async function keepsFocus(page: Page, name: string, began: number): Promise<void> {
  const since = Date.now();
  for (;;) {
    let held: boolean | null;
    try {
      held = await page.evaluate((at) => (globalThis as unknown as Keys).__keys.holdsFocus(at), began);
    } catch {
      // The page went elsewhere, or was closed.
      return;
    }
    if (held !== false) return;
    if (Date.now() - since > 2000) {
      told.push(`the focus is lost after ${name}: it is on the page itself`);
      return;
    }
    await pause(50);
  }
}
