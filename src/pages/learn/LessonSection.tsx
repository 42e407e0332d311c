/** One section of the page: heading, what to find out, its widget once it is near, and the way to the next one. */
import { IconArrowDown, IconArrowRight } from '@tabler/icons-react';
import { type CSSProperties, Suspense, useEffect, useRef, useState } from 'react';
import { addressOf, goTo } from '../../state/place';
import styles from './learn.module.css';
import { SectionBoundary } from './SectionBoundary';
import type { Section } from './sections';

interface Props {
  readonly section: Section;
  readonly number: number;
  /** The section after this one; the last leads to the playground. */
  readonly next: Section | undefined;
}

/** Whether an element has been within a screen of sight, or the page is at rest: then the others are brought too. */
function useNear() {
  const host = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = host.current;
    if (near || !element) return;
    const sight = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true), {
      rootMargin: '100% 0px',
    });
    sight.observe(element);
    // Sections that are there keep their places exactly: links into the page and the browser's search find them.
    const later = setTimeout(() => setNear(true), 2500);
    return () => {
      sight.disconnect();
      clearTimeout(later);
    };
  }, [near]);
  return [host, near] as const;
}

/** The section. */
export function LessonSection({ section, number, next }: Props) {
  const { id, title, lead, minutes, Body, height } = section;
  const [host, near] = useNear();
  const kept = <div style={{ '--wide': `${height[0]}px`, '--narrow': `${height[1]}px` } as CSSProperties} className={styles.kept} />;
  return (
    <section id={id} className={styles.section} aria-labelledby={`${id}-title`}>
      <header className={styles.heading}>
        <span className={styles.number} aria-hidden="true">
          {number}
        </span>
        <h2 id={`${id}-title`}>{title}</h2>
        {minutes !== null && <span className={styles.minutes}>{minutes} min</span>}
      </header>
      {lead && <p className={styles.lead}>{lead}</p>}
      <div ref={host} className={styles.body}>
        {near ? (
          <SectionBoundary>
            <Suspense fallback={kept}>
              <Body />
            </Suspense>
          </SectionBoundary>
        ) : (
          kept
        )}
      </div>
      <p className={styles.next}>
        {next ? (
          <a href={`#${next.id}`}>
            Next: {next.title}
            <IconArrowDown size={15} stroke={1.9} aria-hidden="true" />
          </a>
        ) : (
          <a
            href={addressOf('playground')}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              goTo('playground');
            }}
          >
            To the playground
            <IconArrowRight size={15} stroke={1.9} aria-hidden="true" />
          </a>
        )}
      </p>
    </section>
  );
}
