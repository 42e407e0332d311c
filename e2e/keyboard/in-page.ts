/**
 * What the keyboard mode has to know of a page, worked out in the page itself: which element has to have the focus so that a target can be
 * acted on, which keys lead to it from where the focus is, and what shows that it is there. It only looks: the focus is moved by keys alone.
 */

/** The next thing to press on the way to a target. */
export type Way =
  | { readonly kind: 'there' }
  /** Tab so many times; backwards if negative. An estimate: what is pressed is checked. */
  | { readonly kind: 'tab'; readonly times: number; readonly from: number }
  /** Arrow keys, inside a widget that has one stop for Tab. */
  | { readonly kind: 'arrow'; readonly keys: readonly [first: string, otherwise: string]; readonly from: number }
  /** Not now, and why. */
  | { readonly kind: 'wait'; readonly why: string };

/** The next look at a target: the way to it, what it is, and how it and what lies about it are drawn. */
export interface Look {
  readonly way: Way;
  readonly role: string;
  readonly checked: boolean;
  /** Whether it has the focus already, though it may be disabled. */
  readonly held: boolean;
  /** Outlines, shadows and, of fields, borders: what may show the focus. */
  readonly drawn: string;
}

export interface KeysInPage {
  look(target: Element): Look;
  /** Whether the focus is on something; `null` where the page was loaded after `since`. */
  holdsFocus(since: number): boolean | null;
  /** A number for the element that has the focus, the same each time. */
  focused(): number;
  focusedName(): string;
  /** The index of an option, and that of the chosen one. */
  optionOf(select: Element, wanted: { value?: string; label?: string; index?: number }): { to: number; from: number };
  /** The button that opens the dialog of a file input; null if none is near. */
  opener(input: Element): Element | null;
}

declare global {
  var __keys: KeysInPage | undefined;
}

/** Runs in every page before its own scripts. Self-contained, since it travels as text. */
export function installKeys(): void {
  const stops = 'a[href],button,input,select,textarea,summary,iframe,[tabindex],[contenteditable="true"]';
  const composites = '[role=toolbar],[role=tablist],[role=menu],[role=menubar],[role=listbox],[role=grid],[role=radiogroup],[role=tree]';
  const numbers = new WeakMap<Element, number>();
  let last = 0;

  const numberOf = (element: Element): number => {
    const known = numbers.get(element);
    if (known !== undefined) return known;
    numbers.set(element, ++last);
    return last;
  };
  const active = (): Element => document.activeElement ?? document.body;
  const nameOf = (element: Element): string => {
    const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return `<${element.tagName.toLowerCase()}> ${name.trim().replace(/\s+/g, ' ').slice(0, 40)}`.trim();
  };
  const roleOf = (element: Element): string => {
    const role = element.getAttribute('role');
    if (role) return role;
    if (element instanceof HTMLInputElement) return ['checkbox', 'radio', 'range', 'file'].includes(element.type) ? element.type : 'text';
    const tag = element.tagName.toLowerCase();
    return tag === 'textarea' ? 'text' : tag;
  };
  const isSeen = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]');
  const isDisabled = (element: Element): boolean => element.matches(':disabled') || element.getAttribute('aria-disabled') === 'true';
  const takesFocus = (element: Element): element is HTMLElement =>
    element.matches(stops) &&
    !element.matches(':disabled') &&
    isSeen(element) &&
    !(element instanceof HTMLInputElement && element.type === 'hidden');
  const radiosWith = (radio: HTMLInputElement): HTMLInputElement[] =>
    [...(radio.form ?? document).querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
      ({ name, form }) => radio.name !== '' && name === radio.name && form === radio.form,
    );
  const isRadio = (element: Element): element is HTMLInputElement => element instanceof HTMLInputElement && element.type === 'radio';
  /** Whether Tab stops there: a group of radio buttons has one stop. */
  const isStop = (element: Element): element is HTMLElement => {
    if (!takesFocus(element) || element.tabIndex < 0) return false;
    if (!isRadio(element)) return true;
    const group = radiosWith(element);
    const chosen = group.find(({ checked }) => checked);
    return chosen ? chosen === element : (group[0] ?? element) === element;
  };

  /** The element that has to have the focus for the target to be acted on. */
  const actorOf = (target: Element): Element | null => {
    if (takesFocus(target)) return target;
    const label = target.closest('label');
    if (label?.control && takesFocus(label.control)) return label.control;
    // Not a place that only takes the focus from a program, as a dialog does.
    for (let at = target.parentElement; at && at !== document.body; at = at.parentElement) {
      if (takesFocus(at) && (at.tabIndex >= 0 || /^(menuitem|option|tab|treeitem|gridcell)/.test(roleOf(at)))) return at;
    }
    return [...target.querySelectorAll(stops)].find(isStop) ?? null;
  };

  /** The focus stays in a field, and a line of the list below it is marked. */
  const fieldOf = (option: Element): Element | null => {
    const list = option.closest('[role=listbox][id]');
    const field = list && document.querySelector(`[aria-controls~="${CSS.escape(list.id)}"]`);
    return field && active() === field ? field : null;
  };
  const isMarked = (option: Element, field: Element): boolean =>
    (option.id !== '' && field.getAttribute('aria-activedescendant') === option.id) ||
    option.hasAttribute('data-combobox-selected') ||
    option.hasAttribute('data-selected');

  const before = (a: Element, b: Element): boolean => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const tabTo = (stop: Element): Way => {
    const modal = [...document.querySelectorAll('[aria-modal=true]')].filter(isSeen).at(-1) ?? document;
    const all = [...modal.querySelectorAll(stops)].filter(isStop);
    const to = all.indexOf(stop as HTMLElement);
    const from = all.indexOf(active() as HTMLElement);
    if (to < 0) return { kind: 'tab', times: 1, from: numberOf(active()) };
    if (from >= 0) return { kind: 'tab', times: to - from || 1, from: numberOf(active()) };
    const passed = active() === document.body ? 0 : all.filter((element) => before(element, active())).length;
    return { kind: 'tab', times: to >= passed ? to - passed + 1 : to - passed, from: numberOf(active()) };
  };
  const arrowTo = (item: Element, items: readonly Element[], at: Element, vertical: boolean): Way => {
    const forth = items.indexOf(item) > items.indexOf(at);
    const [down, right] = forth ? ['ArrowDown', 'ArrowRight'] : ['ArrowUp', 'ArrowLeft'];
    return { kind: 'arrow', keys: vertical ? [down!, right!] : [right!, down!], from: numberOf(at) };
  };

  const wayTo = (target: Element): Way => {
    const option = target.closest('[role=option]');
    const field = option && fieldOf(option);
    if (option && field) {
      if (isMarked(option, field)) return { kind: 'there' };
      return {
        kind: 'arrow',
        keys: ['ArrowDown', 'ArrowDown'],
        from: numberOf(document.querySelector('[data-combobox-selected],[data-selected]') ?? field),
      };
    }
    if (!isSeen(target) && !(target instanceof HTMLInputElement)) return { kind: 'wait', why: 'is not visible' };
    const actor = actorOf(target);
    if (!actor) return { kind: 'wait', why: isDisabled(target) ? 'is disabled' : 'has nothing in it or around it that takes the focus' };
    if (active() === actor) return { kind: 'there' };
    if (isStop(actor)) return tabTo(actor);
    // One stop for Tab, and arrows from there.
    let items: Element[];
    let vertical = true;
    if (isRadio(actor)) items = radiosWith(actor);
    else {
      let widget = actor.closest(composites);
      for (let at = actor.parentElement; !widget && at && at !== document.body; at = at.parentElement) {
        if ([...at.querySelectorAll(stops)].some((stop) => isStop(stop) && roleOf(stop) === roleOf(actor))) widget = at;
      }
      if (!widget) return { kind: 'wait', why: 'is no stop of Tab' };
      const told = widget.getAttribute('aria-orientation');
      vertical = told
        ? told === 'vertical'
        : !widget.matches('[role=toolbar],[role=tablist],[role=menubar],[role=grid]') && widget.matches(composites);
      items = [...widget.querySelectorAll(stops)].filter((item) => takesFocus(item) && roleOf(item) === roleOf(actor));
      if (widget.matches('[role=menu]') && !items.includes(active() as HTMLElement)) {
        // A menu that opens takes the focus, and an arrow leads to its first entry.
        if (!widget.contains(active())) return { kind: 'wait', why: 'is in a menu that does not take the focus' };
        return { kind: 'arrow', keys: ['ArrowDown', 'ArrowDown'], from: numberOf(active()) };
      }
    }
    if (items.includes(active())) return arrowTo(actor, items, active(), vertical);
    const stop = items.find(isStop) ?? items[0];
    return stop ? tabTo(stop) : { kind: 'wait', why: 'is no stop of Tab' };
  };

  /** How an element and its neighbours are drawn: a ring may be on the track of a switch, or on a dot of a drawing. */
  const drawingOf = (element: Element): string => {
    const about = new Set<Element>([element, ...[...element.querySelectorAll('*')].slice(0, 20)]);
    let at: Element | null = element;
    for (let level = 0; level < 3 && at?.parentElement && at.parentElement !== document.body; level++) {
      at = at.parentElement;
      about.add(at);
      for (const child of [...at.children].slice(0, 8)) about.add(child);
    }
    const isField = element.matches('input:not([type=range]),textarea,select');
    return [...about]
      .map((each) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, stroke, opacity, visibility } = getComputedStyle(each);
        const outline = outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
        const shape = each instanceof SVGElement ? `${stroke} ${opacity} ${visibility}` : '';
        return `${outline}|${boxShadow}|${isField && each === element ? borderColor : ''}|${shape}`;
      })
      .join('\n');
  };

  globalThis.__keys = {
    look: (target) => {
      const actor = actorOf(target) ?? target;
      const way: Way = isDisabled(target) || isDisabled(actor) ? { kind: 'wait', why: 'is disabled' } : wayTo(target);
      const checked = actor instanceof HTMLInputElement ? actor.checked : actor.getAttribute('aria-checked') === 'true';
      const option = target.closest('[role=option]');
      return {
        way,
        role: option && fieldOf(option) ? 'option' : roleOf(actor),
        checked,
        held: active() === actor,
        drawn: drawingOf(actor),
      };
    },
    holdsFocus: (since) => (performance.timeOrigin > since ? null : active() !== document.body),
    focused: () => numberOf(active()),
    focusedName: () => nameOf(active()),
    optionOf: (element, { value, label, index }) => {
      const select = element as HTMLSelectElement;
      const options = [...select.options];
      const to =
        index ??
        options.findIndex((option) => (label === undefined ? option.value === value || option.label === value : option.label === label));
      return { to, from: select.selectedIndex };
    },
    opener: (input) => {
      if (isStop(input)) return input;
      const folder = input.hasAttribute('webkitdirectory');
      for (let at = input.parentElement; at; at = at.parentElement) {
        const near = [...at.querySelectorAll('button')].filter((button) => /\b(open|files?|folder|import)\b/i.test(nameOf(button)));
        const fit = near.find((button) => /folder/i.test(nameOf(button)) === folder);
        if (fit) return fit;
      }
      return null;
    },
  };
}
