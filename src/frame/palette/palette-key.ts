/** The key that opens the palette: Ctrl and K, on a Mac ⌘ and K. */

const isMac = () => /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? '');

/** As people call it. */
export function paletteKeyName(): string {
  return isMac() ? '⌘ K' : 'Ctrl K';
}

/** Whether a key press is it. */
export function opensPalette(event: KeyboardEvent): boolean {
  return (isMac() ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
}
