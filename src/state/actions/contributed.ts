/** Actions that only a page itself knows how to do: they are in the palette while that page is shown. */
import { create } from 'zustand';
import type { Action } from './action';

export const useContributed = create<{ readonly actions: readonly Action[] }>()(() => ({ actions: [] }));

/** @returns takes them away again */
export function contribute(actions: readonly Action[]): () => void {
  useContributed.setState((state) => ({ actions: [...state.actions, ...actions] }));
  return () => useContributed.setState((state) => ({ actions: state.actions.filter((action) => !actions.includes(action)) }));
}
