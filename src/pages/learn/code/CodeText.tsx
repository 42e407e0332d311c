/** Source text with its terms as elements, its lines wrapped under their own indentation, and a few colours. */
import { memo } from 'react';
import { type Fragment, fragmentsOf, type Mark } from '../../../code-view/marks';
import { type Language, type Token, tokensOf } from '../../../code-view/tokens';
import styles from './code.module.css';

interface CodeTextProps {
  readonly text: string;
  readonly language: Language;
  /** Where the terms lie in this text. */
  readonly marks: readonly Mark[];
}

/** A piece of text between terms, cut along its tokens. */
function coloured(text: string, start: number, tokens: readonly Token[]) {
  const end = start + text.length;
  const parts = [];
  let at = start;
  for (const token of tokens) {
    const [from, to] = [Math.max(token.start, at), Math.min(token.end, end)];
    if (from >= to) continue;
    if (from > at) parts.push(text.slice(at - start, from - start));
    parts.push(
      <span key={from} className={styles[token.kind]}>
        {text.slice(from - start, to - start)}
      </span>,
    );
    at = to;
  }
  if (at < end) parts.push(text.slice(at - start));
  return parts;
}

const startOf = (fragment: Fragment): number => ('text' in fragment ? fragment.start : startOf(fragment.inside[0]!));

function Fragments({ fragments, tokens }: { readonly fragments: readonly Fragment[]; readonly tokens: readonly Token[] }) {
  return fragments.map((fragment) =>
    'text' in fragment ? (
      coloured(fragment.text, fragment.start, tokens)
    ) : (
      <span key={startOf(fragment)} data-term={fragment.term}>
        <Fragments fragments={fragment.inside} tokens={tokens} />
      </span>
    ),
  );
}

/** The lines of a text. Nothing in it changes while terms are looked at. */
export const CodeText = memo(function CodeText({ text, language, marks }: CodeTextProps) {
  const tokens = tokensOf(text, language);
  let end = -1;
  return (
    <code>
      {text.split('\n').map((line) => {
        const start = end + 1;
        end = start + line.length;
        const indent = line.length - line.trimStart().length + 3;
        return (
          <span key={start} className={styles.codeLine} style={{ paddingInlineStart: `${indent}ch`, textIndent: `-${indent}ch` }}>
            <Fragments fragments={fragmentsOf(text, marks, start, end)} tokens={tokens} />
            {'\n'}
          </span>
        );
      })}
    </code>
  );
});
