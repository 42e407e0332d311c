/** Puts text on the clipboard. */

/** @returns false where the browser does not allow it: in a frame, without HTTPS, or because the person said so */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
