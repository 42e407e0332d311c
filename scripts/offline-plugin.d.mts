import type { Plugin } from 'vite';

export const serviceWorkerFile: string;
export function keptFiles(folder: string): { version: string; files: string[] };
export function contentPolicy(): Plugin;
export function offline(): Plugin;
export function licenceList(): Plugin;
