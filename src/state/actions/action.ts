/** What a person can do: one table feeds buttons, keys, the list of shortcuts and the command palette. */
import type { PageId } from '../place';
import type { SessionState } from '../runs';

/** What decides whether an action makes sense now, and what it is called. */
export interface ActionContext {
  readonly status: SessionState['status'];
  readonly page: PageId;
}

/** Headings of the palette, in this order. */
export const actionGroups = ['Training', 'Experiment', 'Pages', 'Lessons', 'This page'] as const;
export type ActionGroup = (typeof actionGroups)[number];

export interface ActionKey {
  /** `KeyboardEvent.key`, lower case. */
  readonly key: string;
  /** The key as people call it. */
  readonly name: string;
}

export interface Action {
  readonly id: string;
  readonly group: ActionGroup;
  /** One sentence for tooltips, the list of shortcuts and the palette. */
  readonly help: string;
  /** A single key that does it from anywhere on the playground. */
  readonly key?: ActionKey;
  /** Other words that it is looked for by. */
  readonly words?: string;
  /** What the button says. */
  label(context: ActionContext): string;
  /** Whether it can be done now; always without. */
  enabled?(context: ActionContext): boolean;
  perform(context: ActionContext): void;
}

/** Does an action, if it can be done now. @returns whether it was */
export function performed(action: Action, context: ActionContext): boolean {
  if (action.enabled && !action.enabled(context)) return false;
  action.perform(context);
  return true;
}
