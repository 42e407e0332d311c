/** Which term is looked at: the pointed one, else the chosen one; and its highlight in all columns at once. */
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import type { Term, View } from '../../../code-view/rule';

const termAt = (target: EventTarget | null) =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-term]')?.dataset['term'] ?? null) : null;

/** Scrolls a column, and nothing else, until the element can be seen in it. */
function reveal(panel: Element, element: Element): void {
  const [inside, box] = [element.getBoundingClientRect(), panel.getBoundingClientRect()];
  if (inside.bottom > box.bottom || inside.top < box.top) panel.scrollTop += inside.top - box.top - box.height / 3;
}

/**
 * Terms are the elements with `data-term`, wherever they come from (KaTeX or React); those of the active one get `data-active`.
 * Columns are the elements with `data-panel`: those that the pointer is not in scroll to the active term.
 * @param root holds all columns
 * @param terms of the rule that is shown
 * @param shown which column is shown where there is room for one: it scrolls to the active term as it appears
 */
export function useTerms(root: RefObject<HTMLElement | null>, terms: readonly Term[], shown: View) {
  const [chosen, choose] = useState<string | null>(null);
  const [pointed, point] = useState<string | null>(null);
  const termOf = (id: string | null) => terms.find((term) => term.id === id);
  // Something is highlighted from the start, to show what there is to see.
  const active =
    termOf(pointed) ??
    termOf(chosen) ??
    terms.find(({ formula, source, python }) => formula.length > 0 && source.length > 0 && python.length > 0) ??
    terms[0]!;

  useEffect(() => {
    const element = root.current!;
    const over = (event: Event) => point(termAt(event.target));
    const leave = () => point(null);
    const click = (event: Event) => {
      const id = termAt(event.target);
      if (id) choose(id);
    };
    element.addEventListener('pointerover', over);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('click', click);
    return () => {
      element.removeEventListener('pointerover', over);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('click', click);
    };
  }, [root]);

  const byHand = pointed !== null || chosen !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a column that appears has to scroll too
  useLayoutEffect(() => {
    for (const element of root.current!.querySelectorAll<HTMLElement>('[data-term]')) {
      element.toggleAttribute('data-active', element.dataset['term'] === active.id);
    }
    for (const panel of root.current!.querySelectorAll('[data-panel]')) {
      const first = panel.querySelector('[data-active]');
      if (byHand && first && !panel.matches(':hover')) reveal(panel, first);
    }
  }, [root, active, byHand, shown]);

  return { active, choose };
}
