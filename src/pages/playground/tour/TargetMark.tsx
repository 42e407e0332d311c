/** Outlines what a step points at, and brings it into view: below the header and clear of the panel. */
import { type RefObject, useEffect } from 'react';
import type { Target } from '../../../tours/tour';

interface TargetMarkProps {
  readonly target: Target | null;
  /** Index of the step. */
  readonly at: number;
  readonly panel: RefObject<HTMLElement | null>;
}

/** The rail's elements are not on a narrow page until its sheet is opened: then the button that opens it is pointed at. */
const rail = '[data-tour~="rail"]';

function elementOf(target: Target): Element | null {
  return document.querySelector(`[data-tour~="${target}"]`) ?? document.querySelector(rail);
}

function bringIntoView(element: Element, panel: Element | null): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const behavior = calm ? 'auto' : 'smooth';
  // What is inside a scroller or fixed has its own place; the rest is scrolled with the page.
  if (element.closest('aside, [role="dialog"]')) {
    element.scrollIntoView({ block: 'nearest', behavior });
    return;
  }
  if (element.matches(rail)) return;
  const top = (document.querySelector('header')?.getBoundingClientRect().height ?? 0) + 12;
  const box = element.getBoundingClientRect();
  const over = panel?.getBoundingClientRect();
  const covered = over !== undefined && box.right > over.left && box.bottom > over.top;
  if (box.top < top || covered || box.bottom > innerHeight) scrollBy({ top: box.top - top, behavior });
}

export function TargetMark({ target, at, panel }: TargetMarkProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step that points at the same element brings it into view again
  useEffect(() => {
    if (!target) return;
    // After the step is drawn: setting up an experiment may move everything.
    const frame = requestAnimationFrame(() => {
      const element = elementOf(target);
      if (element) bringIntoView(element, panel.current);
    });
    return () => cancelAnimationFrame(frame);
  }, [target, at, panel]);
  if (!target) return null;
  // A rule, not an attribute: charts come late and are made anew, and the rule finds them all the same.
  const fallback = `body:not(:has([data-tour~="${target}"])) ${rail}`;
  return <style>{`[data-tour~="${target}"], ${fallback} { ${look} }`}</style>;
}

const look = 'outline: 2px solid var(--run-accent); outline-offset: 2px; border-radius: 6px; box-shadow: 0 0 0 7px var(--accent-wash);';
