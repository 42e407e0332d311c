/** Where the page begins: style sheets, the worker, and React. */
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
import { MantineProvider } from '@mantine/core';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { PlaygroundPage } from './pages/playground/PlaygroundPage';
import { installDebugHandle } from './state/debug-handle';
import { connectSession } from './state/session';
import { cssVariablesResolver, theme } from './theme';

// Few visitors come for it, and it brings other libraries than the playground's.
const BenchPage = lazy(() => import('./pages/bench/BenchPage').then((module) => ({ default: module.BenchPage })));

const benchmark = new URLSearchParams(location.search).has('bench');
if (!benchmark) {
  // The worker looks for a device while React draws the page.
  connectSession();
  installDebugHandle();
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariablesResolver}>
      {benchmark ? (
        <Suspense fallback={null}>
          <BenchPage />
        </Suspense>
      ) : (
        <PlaygroundPage />
      )}
    </MantineProvider>
  </StrictMode>,
);
