/** Whether the menu "Share" is open: it can also be opened from the command palette. */
import { create } from 'zustand';

export const useShareMenu = create<{ readonly opened: boolean }>()(() => ({ opened: false }));
