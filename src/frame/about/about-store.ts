/** Whether the sheet about the page is open. */
import { create } from 'zustand';

export const useAbout = create<{ readonly opened: boolean }>()(() => ({ opened: false }));

export function openAbout(): void {
  useAbout.setState({ opened: true });
}

export function closeAbout(): void {
  useAbout.setState({ opened: false });
}
