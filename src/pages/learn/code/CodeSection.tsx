/** The code view: each optimizer's update rule as it runs here, beside its formula and the same in PyTorch. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { explainedRules } from '../../../code-view/registry';
import type { OptimizerId } from '../../../optimizers/definition';
import { optimizerOf, optimizers } from '../../../optimizers/registry';
import styles from './code.module.css';
import { RuleColumns } from './RuleColumns';

/** A section of the page. It brings KaTeX and the sources along: load it lazily. */
export function CodeSection() {
  const [id, setId] = useState<OptimizerId>('aalig');
  const definition = optimizerOf(id);
  return (
    <div className={styles.section}>
      <div className={styles.choice}>
        <NativeSelect
          size="sm"
          label="Optimizer"
          value={id}
          data={optimizers.map((optimizer) => ({ value: optimizer.id, label: optimizer.name }))}
          onChange={(event) => setId(event.currentTarget.value as OptimizerId)}
        />
        <p>{definition.summary}</p>
      </div>
      <RuleColumns key={id} rule={explainedRules[id]} definition={definition} />
      <p className={styles.note}>
        “As it runs here” is cut out of this page’s own source: the trainer hands a rule the gradient of the batch and its numbers,{' '}
        <code>c</code>. Each PyTorch file stands alone and asks for the gradient itself. Both are tested, step by step, against runs of the
        published implementations.
      </p>
    </div>
  );
}
