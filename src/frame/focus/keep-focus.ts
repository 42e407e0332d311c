/**
 * The focus is never lost to a person at the keyboard. What has it may go away or be switched off by the very key that was pressed: a card that removes
 * itself, a step back to the start, a page that is left. The browser then puts the focus on nothing; here it comes to the nearest thing that is still there and
 * holds others: the next card, the group, the page's heading. Never to a control, which a second press of the same key would set off.
 */

/** When to look after a key, in milliseconds: dialogs that give the focus back by themselves come first, what takes a while to leave comes last. */
const looks = [150, 400, 1000, 2000] as const;

/** What may have the focus on behalf of what was in it. */
const holders =
  'li,ul,ol,section,form,fieldset,dialog,aside,nav,main,[role]:not([role=presentation],[role=none],[role=alert],[role=status])';

/** A place that had the focus: for it and what it is in, from the inside out, what stood beside it. */
type Trail = readonly { readonly parent: Element; readonly next: Element | null; readonly previous: Element | null }[];

function trailOf(element: Element): Trail {
  const trail: { parent: Element; next: Element | null; previous: Element | null }[] = [];
  for (let at = element; at.parentElement; at = at.parentElement) {
    trail.push({ parent: at.parentElement, next: at.nextElementSibling, previous: at.previousElementSibling });
  }
  return trail;
}

const canHold = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement &&
  element.isConnected &&
  element.matches(holders) &&
  element.checkVisibility({ visibilityProperty: true });

/** The nearest thing that is still there. */
function holderOf(trail: Trail): HTMLElement | null {
  for (const { parent, next, previous } of trail) {
    if (!parent.isConnected) continue;
    // An item of a list that has gone: the one after it, or before it.
    for (const beside of [next, previous]) if (beside?.matches('li,[role=listitem]') && canHold(beside)) return beside;
    if (canHold(parent)) return parent;
  }
  return null;
}

function give(element: HTMLElement): void {
  const had = element.getAttribute('tabindex');
  if (had === null) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}

/** Begins; in every page once. Returns what ends it. */
export function keepFocus(): () => void {
  let last: { readonly element: Element; readonly trail: Trail } | null = null;
  const remember = ({ target }: FocusEvent) => {
    if (target instanceof Element && target !== document.body) last = { element: target, trail: trailOf(target) };
  };
  const look = () => {
    if (!last || document.activeElement !== document.body) return;
    const { element, trail } = last;
    // Still there and able: it was left on purpose.
    if (element.isConnected && !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true })) return;
    const holder = holderOf(trail) ?? document.querySelector<HTMLElement>('main h2') ?? document.querySelector('main');
    if (holder) give(holder);
  };
  let timers: number[] = [];
  const onKey = () => {
    for (const timer of timers) clearTimeout(timer);
    timers = looks.map((delay) => window.setTimeout(look, delay));
  };
  document.addEventListener('focusin', remember);
  document.addEventListener('keydown', onKey, true);
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('keydown', onKey, true);
    for (const timer of timers) clearTimeout(timer);
  };
}
