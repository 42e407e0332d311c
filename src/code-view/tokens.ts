/** Tells comments, strings, numbers and keywords of TypeScript and Python apart: enough to colour short excerpts. */

export const languages = ['typescript', 'python'] as const;
export type Language = (typeof languages)[number];
export type TokenKind = 'comment' | 'string' | 'number' | 'keyword';

/** Characters [start, end) of a text. What is not listed is plain. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const keywords: Readonly<Record<Language, string>> = {
  typescript:
    'as break case const continue default else export false for function if import in let new null number of return string switch true type typeof undefined while yield',
  python: 'and as def elif else False for from if import in is lambda None not or return True while with yield',
};

const comments: Readonly<Record<Language, string>> = { typescript: '//.*|/\\*[\\s\\S]*?\\*/', python: '#.*' };
const strings: Readonly<Record<Language, string>> = {
  typescript: '\'(?:\\\\.|[^\'\\\\\\n])*\'|"(?:\\\\.|[^"\\\\\\n])*"|`(?:\\\\.|[^`\\\\])*`',
  python: '"""[\\s\\S]*?"""|"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.|[^\'\\\\\\n])*\'',
};

/** The tokens of a text, in order. */
export function tokensOf(text: string, language: Language): Token[] {
  const words = keywords[language].replaceAll(' ', '|');
  const pattern = new RegExp(
    `(?<comment>${comments[language]})|(?<string>${strings[language]})|(?<number>\\b\\d[\\w.]*(?:(?<=e)-\\d+)?)|(?<![\\w.])(?<keyword>${words})(?!\\w)|\\w+`,
    'g',
  );
  return [...text.matchAll(pattern)].flatMap(({ index, groups, 0: all }) => {
    const kind = Object.entries(groups!).find(([, value]) => value !== undefined)?.[0] as TokenKind | undefined;
    return kind ? [{ kind, start: index, end: index + all.length }] : [];
  });
}
