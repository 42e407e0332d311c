/** The bar at the top of every page: what this is, where one is, and the page's own tools. */
import type { ReactNode } from 'react';
import { Mark } from './Mark';
import styles from './top-bar.module.css';

export interface TopBarLink {
  readonly href: string;
  readonly text: string;
  /** This is the page one is on. */
  readonly current?: boolean;
}

/** The banner of a page. */
export function TopBar({ links, children }: { readonly links: readonly TopBarLink[]; readonly children: ReactNode }) {
  return (
    <header className={styles.header}>
      <div className={styles.name}>
        <Mark />
        <h1>Polyak Playground</h1>
      </div>
      <nav className={styles.nav} aria-label="Pages">
        {links.map(({ href, text, current }) => (
          <a
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            // Loading the page again would end what it is doing.
            onClick={current ? (event) => event.preventDefault() : undefined}
          >
            {text}
          </a>
        ))}
      </nav>
      <div className={styles.tools}>{children}</div>
    </header>
  );
}
