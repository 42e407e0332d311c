/** The top bar: what this is, where one is, what computes. */
import { ColorSchemeToggle } from './ColorSchemeToggle';
import { DeviceBadge } from './DeviceBadge';
import styles from './header.module.css';
import { Mark } from './Mark';
import { ShortcutsMenu } from './ShortcutsMenu';
import { UpdateRate } from './UpdateRate';

/** The banner of the page. */
export function Header() {
  return (
    <header className={styles.header}>
      <div className={styles.name}>
        <Mark />
        <h1>Polyak Playground</h1>
      </div>
      <nav className={styles.nav} aria-label="Pages">
        {/* Loading the page again would end the session. */}
        <a href="./" aria-current="page" onClick={(event) => event.preventDefault()}>
          Playground
        </a>
      </nav>
      <div className={styles.tools}>
        <UpdateRate />
        <DeviceBadge />
        <ShortcutsMenu />
        <ColorSchemeToggle />
      </div>
    </header>
  );
}
