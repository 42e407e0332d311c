/** A chart as a file: SVG with the frame that Recharts drew and the data as paths, PNG made from it, CSV of the data. */
import type { ReadoutEntry, Theme } from './chart-spec';
import type { Figure } from './figure';
import type { Size } from './frame';
import type { PlotHandle } from './LivePlot';
import { csvOf, type Sheet } from './sheets';
import { escapeXml, SvgPainter } from './svg-painter';

const padding = 12;
const titleHeight = 26;
const keyHeight = 20;

/** Presentation that lives in style sheets on the page and must be written into a file. */
const inlined = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'font-size',
  'font-family',
  'text-anchor',
  'opacity',
] as const;

/** The Recharts frame with its computed styles written into it. */
function standaloneFrame(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll<SVGElement>('*');
  copy.querySelectorAll<SVGElement>('*').forEach((element, i) => {
    const original = originals[i];
    if (!original) return;
    const style = getComputedStyle(original);
    for (const name of inlined) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
    element.removeAttribute('style');
  });
  return copy.innerHTML;
}

/** A line of a drawing, as its key shows it. */
export type KeyEntry = Pick<ReadoutEntry, 'label' | 'color' | 'dash'> & Partial<Pick<ReadoutEntry, 'short'>>;

/** Lays the key to the lines out in rows no wider than the figure. */
function keyOf(entries: readonly KeyEntry[], theme: Theme, size: Size, top: number): { text: string; height: number } {
  const parts: string[] = [];
  let x = padding;
  let y = top + keyHeight / 2;
  for (const { short, label, color, dash } of entries) {
    const name = short ?? label;
    const width = 24 + name.length * 7.2 + 14;
    if (x > padding && x + width > size.width) {
      x = padding;
      y += keyHeight;
    }
    const ink = escapeXml(theme.color(color));
    parts.push(
      `<line x1="${x}" x2="${x + 16}" y1="${y}" y2="${y}" stroke="${ink}" stroke-width="2.5"${dash ? ` stroke-dasharray="${escapeXml(dash)}"` : ''}/>`,
      `<text x="${x + 22}" y="${y}" dominant-baseline="central" font-size="12" fill="${escapeXml(theme.text)}">${escapeXml(name)}</text>`,
    );
    x += width;
  }
  return { text: parts.join('\n'), height: entries.length > 0 ? y + keyHeight / 2 - top : 0 };
}

/** An SVG document: the title, a key below it, and the drawing. */
function documentOf(title: string, theme: Theme, size: Size, key: { text: string; height: number }, drawing: readonly string[]): string {
  const top = padding + titleHeight + key.height;
  const [width, height] = [size.width + 2 * padding, top + size.height + padding];
  const { text, surface, font } = theme;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(font)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="${escapeXml(surface)}"/>`,
    `<text x="${padding}" y="${padding + titleHeight / 2}" dominant-baseline="central" font-size="14" font-weight="600" fill="${escapeXml(text)}">${escapeXml(title)}</text>`,
    key.text,
    `<g transform="translate(${padding} ${top})">`,
    ...drawing,
    '</g>',
    '</svg>',
  ].join('\n');
}

/** The chart as a complete SVG document. */
export function svgOf(title: string, plot: PlotHandle): string {
  const { view, spec, size } = plot;
  const painter = new SvgPainter(view.theme.font, 'data');
  spec.draw(painter, view);
  const key = keyOf(spec.entries, view.theme, size, titleHeight + padding);
  return documentOf(title, view.theme, size, key, [standaloneFrame(plot.svg), painter.toString()]);
}

/** A figure as a complete SVG document. @param entries its lines, for a key below the title */
export function figureSvg(title: string, figure: Figure, size: Size, theme: Theme, entries: readonly KeyEntry[] = []): string {
  const painter = new SvgPainter(theme.font, 'figure');
  figure.draw(painter, size, theme);
  return documentOf(title, theme, size, keyOf(entries, theme, size, titleHeight + padding), [painter.toString()]);
}

/** An SVG document as a PNG picture, twice as fine as on the page. */
export async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('the browser gave no canvas to draw on');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be encoded'))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A table as a CSV file. Rests between pieces, so that a million rows do not hold up the page. */
export async function csvBlob(sheet: Sheet): Promise<Blob> {
  const pieces: string[] = [];
  for (const piece of csvOf(sheet)) {
    pieces.push(piece);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return new Blob(pieces, { type: 'text/csv;charset=utf-8' });
}

/** Hands a file to the person. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has only begun when `click` returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A file name from a title: "training-loss-epochs.csv". */
export function fileName(...parts: string[]): string {
  return parts
    .join(' ')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/-+\./g, '.')
    .replaceAll(/^-|-$/g, '');
}
