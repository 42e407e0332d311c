/** Compare. */
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';

/** The page. */
export function ComparePage() {
  return (
    <TopBar page="compare">
      <ColorSchemeToggle />
    </TopBar>
  );
}
