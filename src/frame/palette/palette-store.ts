/** How often the command palette was asked for: it opens with each. */
import { create } from 'zustand';

export const usePalette = create<{ readonly asked: number }>()(() => ({ asked: 0 }));

export function openPalette(): void {
  usePalette.setState(({ asked }) => ({ asked: asked + 1 }));
}
