/** The playground's top bar: what this is, where one is, what computes. */
import { ColorSchemeToggle } from '../../../frame/ColorSchemeToggle';
import { TopBar } from '../../../frame/TopBar';
import { DataButton } from '../data/DataButton';
import { RunsButton } from '../kept/RunsButton';
import { ShareMenu } from '../share/ShareMenu';
import { DeviceBadge } from './DeviceBadge';
import { ShortcutsMenu } from './ShortcutsMenu';
import { UpdateRate } from './UpdateRate';

/** The banner of the page. */
export function Header() {
  return (
    <TopBar page="playground">
      <UpdateRate />
      <DeviceBadge />
      <DataButton />
      <RunsButton />
      <ShareMenu />
      <ShortcutsMenu />
      <ColorSchemeToggle />
    </TopBar>
  );
}
