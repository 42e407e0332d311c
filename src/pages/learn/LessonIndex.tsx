/** The sections at the side of the page, with the one that is in sight marked. */
import { useEffect, useState } from 'react';
import styles from './learn.module.css';
import type { Section } from './sections';

/** The section that lies under a line a third down the window. */
function useInSight(sections: readonly Section[]): string | null {
  const [id, setId] = useState<string | null>(null);
  useEffect(() => {
    const sight = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) setId(target.id);
      },
      { rootMargin: '-33% 0px -66% 0px' },
    );
    for (const section of sections) {
      const element = document.getElementById(section.id);
      if (element) sight.observe(element);
    }
    return () => sight.disconnect();
  }, [sections]);
  return id;
}

/** The index. */
export function LessonIndex({ sections }: { readonly sections: readonly Section[] }) {
  const inSight = useInSight(sections);
  useEffect(() => {
    // The browser looked for the address's part before it was there.
    const part = location.hash.slice(1);
    if (part) document.getElementById(part)?.scrollIntoView();
  }, []);
  return (
    <nav className={styles.index} aria-label="Sections">
      <ol>
        {sections.map(({ id, short, minutes }, index) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === inSight ? 'location' : undefined}>
              <span aria-hidden="true">{index + 1}</span>
              <span>{short}</span>
              {minutes !== null && <small>{minutes} min</small>}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
