/** How a report looks, on a screen and on A4. */
import { colors } from '../state/palette';
import { reportFont } from './theme';

const { accent } = colors.light;

export const reportStyle = `
:root { color-scheme: light; --ink: #1c2126; --dim: #55606a; --line: #dfe3e7; --soft: #f6f5f2; --accent: ${accent}; --bad: #b42318; }
* { box-sizing: border-box; }
html { background: var(--soft); -webkit-text-size-adjust: 100%; }
body { max-width: 1040px; margin: 0 auto; padding: 44px 48px 64px; background: #fff; color: var(--ink); font: 15px/1.5 ${reportFont}; }
header { margin-bottom: 28px; padding-bottom: 20px; border-bottom: 3px solid var(--accent); }
.kicker { margin: 0 0 6px; color: var(--accent); font-size: 12px; font-weight: 650; letter-spacing: 0.08em; text-transform: uppercase; }
h1 { margin: 0 0 6px; font-size: 30px; font-weight: 700; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
.date { margin: 0; color: var(--dim); }
h2 { margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--line); font-size: 20px; font-weight: 680; line-height: 1.3; overflow-wrap: anywhere; }
h2.part { margin-top: 56px; padding-bottom: 8px; border-bottom: 2px solid var(--accent); font-size: 24px; }
h3 { margin: 26px 0 8px; font-size: 16px; font-weight: 680; line-height: 1.3; }
p { max-width: 76ch; margin: 0 0 10px; overflow-wrap: anywhere; }
.dim, .none { color: var(--dim); }
a { color: var(--accent); }
.bad { color: var(--bad); font-weight: 600; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.facts { display: flex; flex-wrap: wrap; margin: 0 1px 19px 0; }
.facts div { flex: 1 1 150px; margin: 0 -1px -1px 0; padding: 9px 12px 10px; border: 1px solid var(--line); }
.facts dt { color: var(--dim); font-size: 12px; }
.facts dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.notes { margin: 0 0 18px; padding: 12px 16px; border-left: 3px solid var(--accent); background: #fdf6f0; }
.notes p { margin: 0 0 2px; }
.notes ul { margin: 0; padding-left: 18px; }
.wide { overflow-x: auto; margin: 0 0 18px; }
.wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 1.4; }
.caption { margin: 0 0 4px; color: var(--dim); font-size: 13px; line-height: 1.4; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
table.many { font-size: 12.5px; }
thead th { border-bottom: 1.5px solid var(--ink); color: var(--dim); font-size: 12px; font-weight: 600; vertical-align: bottom; }
tbody th { min-width: 9em; font-weight: 600; }
.wide td:not(.number) { min-width: 6em; }
.wide td:last-child:not(.number) { min-width: 11em; }
.method tbody th { min-width: 0; }
td, th[scope='row'] { overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
tr.strong > * { background: #fdf6f0; }
.methods { display: grid; grid-template-columns: repeat(auto-fill, minmax(270px, 1fr)); gap: 16px 28px; align-items: start; }
.method { min-width: 0; break-inside: avoid; }
.method :is(h3, h4) { margin: 0; font-size: 14px; }
.method p { margin: 0 0 4px; color: var(--dim); font-size: 12px; line-height: 1.4; }
.method table { font-size: 12.5px; }
.method td:first-child, .method th { width: 58%; font-weight: 400; }
.method .symbol { color: var(--dim); white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 24px; margin: 0; }
/* Captions, drawings and keys of neighbours stand side by side. */
figure { display: grid; grid-row: span 3; grid-template-rows: subgrid; min-width: 0; margin: 0 0 24px; }
figure.whole { grid-column: 1 / -1; }
figcaption { margin-bottom: 6px; color: var(--dim); font-size: 13px; line-height: 1.4; }
figcaption b { color: var(--ink); }
.drawing > svg { display: block; overflow: visible; width: 100%; height: auto; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 6px 0 0; padding: 0; font-size: 12px; line-height: 1.5; list-style: none; }
.key li { display: flex; align-items: center; gap: 6px; }
.key svg { flex: none; }
footer { margin-top: 44px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--dim); font-size: 12px; }
@media (max-width: 640px) {
  body { padding: 24px 16px 40px; }
  .charts { grid-template-columns: minmax(0, 1fr); }
  .whole .drawing { overflow-x: auto; }
  .whole .drawing > svg { width: 600px; }
  h1 { font-size: 24px; }
}
@page { size: A4; margin: 14mm 14mm 16mm; @bottom-right { content: counter(page) ' / ' counter(pages); color: #55606a; font: 9px ${reportFont}; } }
@media print {
  html { background: none; }
  body { max-width: none; padding: 0; font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h1 { font-size: 20pt; }
  h2 { margin-top: 22pt; font-size: 14pt; }
  h2.part { margin-top: 0; break-before: page; font-size: 17pt; }
  h2, h3, h4, .caption, .lead, figcaption { break-after: avoid; }
  figure, .method, .facts, .notes, tr, li { break-inside: avoid; }
  .charts { gap: 0 5mm; }
  .methods { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10pt 6mm; }
  .method table { font-size: 8pt; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  table { font-size: 8.5pt; }
  table.many { font-size: 7.4pt; }
  thead th { font-size: inherit; }
  th, td { padding: 2.5pt 5pt 2.5pt 0; }
  p, .caption { font-size: 9.5pt; }
  .caption { margin-top: 6pt; font-size: 8.5pt; }
  p { orphans: 3; widows: 3; }
}
`;
