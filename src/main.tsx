/** Where the page begins: style sheets, the worker, and React. */
import './fields/without-eval';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/ActionIcon.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/Slider.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Tooltip.css';
import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Drawer.css';
import './styles.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './pages/App';
import { installDebugHandle } from './state/debug-handle';
import { connectEdit } from './state/kept/edit';
import { connectPageVersion } from './state/page-version';
import { pageInAddress } from './state/place';
import { connectSession } from './state/session';
import { cssVariablesResolver, theme } from './theme';

const page = pageInAddress();
// The benchmark measures: nothing of ours may train beside it.
if (page !== 'bench') {
  // The worker looks for a device while React draws the page.
  connectSession();
  installDebugHandle();
}
// Inside of another page nothing is kept, and no sweeps go on.
if (page !== 'bench' && page !== 'embed') {
  // Sweeps that a reload broke off go on. Their queue is not needed for the first view.
  void import('./state/sweeps/actions').then(({ connectSweeps }) => connectSweeps());
  // What the rail showed, before it is drawn.
  connectEdit();
  // Sessions outlive the page, their worker and its device.
  void import('./state/kept/connect').then(({ connectKept }) => connectKept());
  // Sessions of the playground are kept, to be compared.
  void import('./state/history').then(({ connectHistory }) => connectHistory());
}

connectPageVersion();

const scheme = localStorageColorSchemeManager();
// In a frame of another site the storage may be out of reach, and Mantine's listener to its changes would throw.
const colorSchemeManager = page === 'embed' ? { ...scheme, subscribe: () => undefined } : scheme;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
// A transition: the page is drawn in slices, between which it can be scrolled and typed into.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemeManager}
        cssVariablesResolver={cssVariablesResolver}
      >
        <App />
      </MantineProvider>
    </StrictMode>,
  ),
);
