/**
 * HTML as text, safe by construction: whatever is put between pieces of a template is escaped unless it is HTML itself. Names, settings
 * and messages in a result come from files of others.
 */
import { escapeXml } from '../charts/svg-painter';

/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

export type HtmlPart = Html | string | number | null | undefined | false | readonly HtmlPart[];

/** Characters that may not stand in HTML at all, and those that turn the direction of the text around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g;

/** Makes any text safe as content and as the value of a quoted attribute. */
export function escapeText(text: string): string {
  return escapeXml(text.replace(forbidden, '\ufffd'));
}

function textOf(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(textOf).join('');
  return part === null || part === undefined || part === false ? '' : escapeText(String(part));
}

/** The tag of templates: `html\`<td>${untrusted}</td>\``. Lists are joined; null, undefined and false leave nothing. */
export function html(pieces: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(pieces.reduce((text, piece, at) => text + textOf(parts[at - 1]) + piece));
}

/** Takes text as HTML. Only for what was made here, e.g. by the SVG painter. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** A heading. */
export function heading(level: 2 | 3 | 4, text: string): Html {
  return html`<h${level}>${text}</h${level}>\n`;
}

/** A column of a table. */
export interface ReportColumn<Row> {
  readonly title: string;
  /** Numbers stand right, with figures of one width. */
  readonly number?: boolean;
  readonly cell: (row: Row) => HtmlPart;
}

export interface TableOptions<Row> {
  readonly caption: string;
  readonly columns: readonly ReportColumn<Row>[];
  readonly rows: readonly Row[];
  /** Whether a row is set off, e.g. the best one. */
  readonly strong?: (row: Row) => boolean;
}

/** More columns than this are set smaller on paper. */
const manyColumns = 8;

/** A table under its caption. Its first column heads the rows; a wide one scrolls sideways on a screen. */
export function table<Row>({ caption, columns, rows, strong }: TableOptions<Row>): Html {
  const kind = (number?: boolean) => (number ? html` class="number"` : '');
  const head = columns.map(({ title, number }) => html`<th scope="col"${kind(number)}>${title}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map(({ number, cell }, at) =>
      at === 0 ? html`<th scope="row">${cell(row)}</th>` : html`<td${kind(number)}>${cell(row)}</td>`,
    );
    return html`<tr${strong?.(row) ? html` class="strong"` : ''}>${cells}</tr>\n`;
  });
  return html`<p class="caption">${caption}</p>
<div class="wide" role="group" aria-label="${caption}" tabindex="0"><table${
    columns.length > manyColumns ? html` class="many"` : ''
  }><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>\n`;
}
