/** Sweeps. */
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';

/** The page. */
export function SweepsPage() {
  return (
    <TopBar page="sweeps">
      <ColorSchemeToggle />
    </TopBar>
  );
}
