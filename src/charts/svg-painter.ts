/** The painter of exports: the same drawing as SVG text. */
import type { Box, Fill, MarkShape, Painter, Path, Stroke, TextStyle } from './painter';

/** Makes text safe inside SVG text and attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export class SvgPainter implements Painter {
  readonly #parts: string[] = [];
  readonly #font: string;
  readonly #prefix: string;
  #clips = 0;

  /**
   * @param font font family of texts, as CSS
   * @param prefix what ids start with, so that several drawings fit into one document
   */
  constructor(font: string, prefix: string) {
    this.#font = font;
    this.#prefix = prefix;
  }

  /** What has been drawn, as SVG elements. */
  toString(): string {
    return this.#parts.join('\n');
  }

  clip({ x, y, width, height }: Box, draw: () => void): void {
    const id = `${this.#prefix}-clip-${this.#clips++}`;
    this.#parts.push(
      `<clipPath id="${id}"><rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"/></clipPath>`,
      `<g clip-path="url(#${id})">`,
    );
    draw();
    this.#parts.push('</g>');
  }

  line(path: Path, stroke: Stroke): void {
    const d = dataOf(path);
    if (d) this.#parts.push(`<path d="${d}" fill="none" ${strokeOf(stroke)} stroke-linejoin="bevel"/>`);
  }

  area(path: Path, fill: Fill): void {
    const d = dataOf(path);
    if (d) this.#parts.push(`<path d="${d}Z" ${fillOf(fill)}/>`);
  }

  rects(boxes: readonly number[], fill: Fill): void {
    const parts: string[] = [];
    for (let i = 0; i < boxes.length; i += 4) {
      const [x, y, width, height] = boxes.slice(i, i + 4).map(fixed);
      parts.push(`M${x} ${y}h${width}v${height}h-${width}Z`);
    }
    if (parts.length > 0) this.#parts.push(`<path d="${parts.join('')}" ${fillOf(fill)}/>`);
  }

  marks(path: Path, shape: MarkShape, size: number, fill: Fill | null, stroke: Stroke | null): void {
    const half = size / 2;
    const parts: string[] = [];
    for (let i = 0; i < path.length; i++) {
      if (path.isBreak(i)) continue;
      const x = path.x(i);
      const y = path.y(i);
      if (shape === 'circle') {
        parts.push(`M${fixed(x - half)} ${fixed(y)}a${half} ${half} 0 1 0 ${size} 0a${half} ${half} 0 1 0 ${-size} 0Z`);
      } else if (shape === 'square') parts.push(`M${fixed(x - half)} ${fixed(y - half)}h${size}v${size}h${-size}Z`);
      else parts.push(`M${fixed(x - half)} ${fixed(y - half)}l${size} ${size}m0 ${-size}l${-size} ${size}`);
    }
    if (parts.length === 0) return;
    this.#parts.push(`<path d="${parts.join('')}" ${fill ? fillOf(fill) : 'fill="none"'} ${stroke ? strokeOf(stroke) : ''}/>`);
  }

  text(x: number, y: number, text: string, { color, size, anchor, halo }: TextStyle): void {
    const outline = halo ? ` stroke="${escapeXml(halo)}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
    this.#parts.push(
      `<text x="${fixed(x)}" y="${fixed(y)}" dominant-baseline="central" text-anchor="${anchor}" font-size="${size}" ` +
        `font-family="${escapeXml(this.#font)}" fill="${escapeXml(color)}"${outline}>${escapeXml(text)}</text>`,
    );
  }
}

function dataOf(path: Path): string {
  const parts: string[] = [];
  let start = true;
  for (let i = 0; i < path.length; i++) {
    if (path.isBreak(i)) start = true;
    else {
      const point = `${fixed(path.x(i))} ${fixed(path.y(i))}`;
      const alone = start && (i + 1 >= path.length || path.isBreak(i + 1));
      parts.push(`${start ? 'M' : 'L'}${point}${alone ? `L${point}` : ''}`);
      start = false;
    }
  }
  return parts.join('');
}

function strokeOf({ color, width, alpha = 1, dash }: Stroke): string {
  const dashes = dash?.length ? ` stroke-dasharray="${dash.join(' ')}"` : ' stroke-linecap="round"';
  return `stroke="${escapeXml(color)}" stroke-width="${width}"${alpha === 1 ? '' : ` stroke-opacity="${alpha}"`}${dashes}`;
}

function fillOf({ color, alpha = 1 }: Fill): string {
  return `fill="${escapeXml(color)}"${alpha === 1 ? '' : ` fill-opacity="${alpha}"`}`;
}
