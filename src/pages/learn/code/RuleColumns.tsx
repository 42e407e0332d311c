/** Formula, TypeScript and PyTorch of a rule beside each other; one at a time where there is no room. */
import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { marksOf } from '../../../code-view/marks';
import type { ExplainedRule, View } from '../../../code-view/rule';
import type { OptimizerDefinition } from '../../../optimizers/definition';
import { CodeText } from './CodeText';
import { CopyButton } from './CopyButton';
import styles from './code.module.css';
import { FormulaText } from './FormulaText';
import { TermList } from './TermList';
import { useTerms } from './use-terms';

interface RuleColumnsProps {
  readonly rule: ExplainedRule;
  readonly definition: OptimizerDefinition;
}

const titles: Readonly<Record<View, string>> = { formula: 'Formula', source: 'As it runs here', python: 'PyTorch' };

interface ColumnProps {
  readonly view: View;
  /** The file that is shown, or what kind of text it is. */
  readonly from: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Column({ view, from, text, children }: ColumnProps) {
  return (
    <div className={styles.column} data-view={view}>
      <div className={styles.columnHead}>
        <h3>{titles[view]}</h3>
        <span>{from}</span>
        <CopyButton what={titles[view]} text={text} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long code scrolls, also from the keyboard */}
      <section className={styles.panel} data-panel={view} aria-label={titles[view]} tabIndex={0}>
        {children}
      </section>
    </div>
  );
}

/** The columns, the list of terms above them, and one highlight for all. */
export function RuleColumns({ rule, definition }: RuleColumnsProps) {
  const root = useRef<HTMLDivElement>(null);
  const [shown, show] = useState<View>('formula');
  const { active, choose } = useTerms(root, rule.terms, shown);
  const marks = useMemo(() => {
    const sources = rule.source.map(({ text }) => text);
    const inSource = marksOf(rule.terms, 'source', sources);
    return {
      formula: marksOf(rule.terms, 'formula', definition.formula),
      source: sources.map((_, number) => inSource.filter(({ text }) => text === number)),
      python: marksOf(rule.terms, 'python', [rule.python]),
    };
  }, [rule, definition]);
  const [ownFile] = rule.source;
  return (
    <div ref={root} className={styles.rule}>
      <TermList terms={rule.terms} active={active} choose={choose} />
      <SegmentedControl
        className={styles.tabs}
        size="xs"
        fullWidth
        aria-label="What is shown"
        value={shown}
        onChange={(view) => show(view as View)}
        data={(['formula', 'source', 'python'] as const).map((view) => ({ value: view, label: titles[view] }))}
      />
      <div className={styles.columns} data-shown={shown}>
        <Column view="formula" from="TeX" text={definition.formula.join('\n')}>
          <FormulaText lines={definition.formula} marks={marks.formula} />
        </Column>
        <Column view="source" from={ownFile!.file} text={rule.source.map(({ file, text }) => `// ${file}\n\n${text}\n`).join('\n')}>
          {rule.source.map(({ file, text }, number) => (
            <pre key={file}>
              {number > 0 && <span className={styles.file}>{file}</span>}
              <CodeText text={text} language="typescript" marks={marks.source[number]!} />
            </pre>
          ))}
        </Column>
        <Column view="python" from={`python/${rule.id}.py`} text={rule.python}>
          <pre>
            <CodeText text={rule.python.trimEnd()} language="python" marks={marks.python} />
          </pre>
        </Column>
      </div>
    </div>
  );
}
