/** The store of notices: things that went wrong, or that a person should know, until they are dismissed. */
import { create } from 'zustand';

/** What a notice is about, where something else can settle it: a start that succeeds, a worker that is there again. */
export type NoticeTopic = 'start' | 'crash' | 'recovery' | 'storage' | 'memory';

export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'note';
  /** What happened, in a few words. */
  readonly title: string;
  /** Where, why, and what to do. */
  readonly text: string;
  readonly topic: NoticeTopic | null;
}

export interface NoticesStore {
  readonly notices: readonly Notice[];
  /** Shows a notice. One that is shown already moves to the end instead of appearing twice. */
  notify(notice: Omit<Notice, 'id' | 'topic'> & { readonly topic?: NoticeTopic }): void;
  dismiss(id: number): void;
  /** Takes away the notices about something that is settled. */
  settle(topic: NoticeTopic): void;
}

const atMost = 4;
let lastId = 0;

export const useNotices = create<NoticesStore>()((set) => ({
  notices: [],
  notify({ kind, title, text, topic = null }) {
    lastId += 1;
    const notice: Notice = { id: lastId, kind, title, text, topic };
    set((state) => ({
      notices: [...state.notices.filter((other) => other.title !== title || other.text !== text), notice].slice(-atMost),
    }));
  },
  dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
  settle: (topic) => set((state) => ({ notices: state.notices.filter((notice) => notice.topic !== topic) })),
}));
