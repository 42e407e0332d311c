import type { Plugin } from 'vite';

export function workerOnly(): Plugin;
