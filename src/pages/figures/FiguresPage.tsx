/** Figures. */
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';

/** The page. */
export function FiguresPage() {
  return (
    <TopBar page="figures">
      <ColorSchemeToggle />
    </TopBar>
  );
}
