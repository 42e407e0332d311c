/** The store of the form: what is being set up, and the way back where all of it was replaced at once. */
import { create } from 'zustand';
import { remember, rememberedEdit } from './remembered-edit';
import { freshSweepEdit, type SweepEdit } from './sweep-edit';

export interface SweepEditStore {
  readonly edit: SweepEdit;
  /** What stood there before all was replaced, and by what it was. */
  readonly before: { readonly edit: SweepEdit; readonly by: string } | null;
  /** What the page says of the last thing done: added, saved, refused. */
  readonly said: { readonly kind: 'note' | 'problem'; readonly text: string } | null;
  change(next: (edit: SweepEdit) => SweepEdit): void;
  /** @param by in words, e.g. "the paper’s grid" */
  replace(edit: SweepEdit, by: string): void;
  undo(): void;
  say(kind: 'note' | 'problem', text: string): void;
}

/** Outside the page, and remembered by the browser: going to another page and back, or a reload, leaves the form as it was. */
export const useSweepEdit = create<SweepEditStore>()((set) => ({
  edit: rememberedEdit() ?? freshSweepEdit('matrix-factorization'),
  before: null,
  said: null,
  change: (next) => set((state) => ({ edit: next(state.edit), said: null })),
  replace: (edit, by) => set((state) => ({ edit, before: { edit: state.edit, by }, said: null })),
  undo: () => set((state) => ({ edit: state.before?.edit ?? state.edit, before: null, said: null })),
  say: (kind, text) => set({ said: { kind, text } }),
}));

useSweepEdit.subscribe(({ edit }, before) => {
  if (edit !== before.edit) remember(edit);
});
