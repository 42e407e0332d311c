/** Text on shaded cells: the shade as it will look, and the ink that stands out from it. */

type Rgb = readonly [number, number, number];

/** Red, green and blue, 0 to 255, of `#rrggbb` or `rgb(r, g, b)`; null for any other way of writing a colour. */
export function rgbOf(css: string): Rgb | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(css.trim());
  if (hex) return [hex[1], hex[2], hex[3]].map((digits) => Number.parseInt(digits as string, 16)) as unknown as Rgb;
  const numbers = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(css.trim());
  return numbers ? [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])] : null;
}

/** A colour laid over another. @param alpha 0 to 1 */
export function mixed(under: Rgb, over: Rgb, alpha: number): Rgb {
  const mix = (i: 0 | 1 | 2) => under[i] + (over[i] - under[i]) * alpha;
  return [mix(0), mix(1), mix(2)];
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours as WCAG measures it, 1 to 21. */
export function contrastOf(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

interface Inks {
  readonly text: string;
  readonly surface: string;
}

/** Contrast that small text needs. */
const enough = 4.5;

/**
 * The page's ink where it stands out from a shade, else its ground, else black or white, one of which does on any colour. Colours that
 * cannot be read are judged by how strong the shade is.
 */
export function inkOn({ text, surface }: Inks, shade: string, alpha: number): string {
  const [ground, over] = [rgbOf(surface), rgbOf(shade)];
  if (!ground || !over) return alpha > 0.7 ? surface : text;
  const shown = mixed(ground, over, alpha);
  const inks = [text, surface, '#000000', '#ffffff'].flatMap((css) => {
    const rgb = rgbOf(css);
    return rgb ? [{ css, contrast: contrastOf(shown, rgb) }] : [];
  });
  return (inks.find(({ contrast }) => contrast >= enough) ?? { css: text }).css;
}
