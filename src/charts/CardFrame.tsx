/** What stands around every chart and figure: the title with its explanation, tools to the right of it, what went wrong below. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useId } from 'react';
import classes from './charts.module.css';

interface CardFrameProps {
  readonly card: RefObject<HTMLElement | null>;
  readonly title: string;
  /** One or two sentences: what to see in it. */
  readonly help: string;
  /** Controls and menu. */
  readonly tools: ReactNode;
  readonly problem: string | null;
  readonly onProblemRead: () => void;
  readonly children: ReactNode;
}

export function CardFrame({ card, title, help, tools, problem, onProblemRead, children }: CardFrameProps) {
  const id = useId();
  return (
    <section ref={card} className={classes.card} aria-labelledby={id}>
      <header className={classes.header}>
        <h3 id={id} className={classes.title}>
          {title}
        </h3>
        <Tooltip
          label={help}
          multiline
          w={320}
          position="bottom-start"
          classNames={{ tooltip: classes.tooltip as string }}
          withinPortal={false}
          events={{ hover: true, focus: true, touch: true }}
          transitionProps={{ duration: 0 }}
        >
          <ActionIcon variant="transparent" color="gray" size={18} aria-label={`${title}: ${help}`} className={classes.help}>
            <IconInfoCircle size={14} />
          </ActionIcon>
        </Tooltip>
        <span className={classes.space} />
        {tools}
      </header>
      {children}
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}{' '}
          <button type="button" className={classes.textButton} onClick={onProblemRead}>
            Close
          </button>
        </p>
      )}
    </section>
  );
}
