/** All pages: shows the one of the address. Each but the first brings its own code when it is gone to. */
import { lazy, Suspense, useDeferredValue, useEffect } from 'react';
import { About } from '../frame/about/About';
import { keepFocus } from '../frame/focus/keep-focus';
import { Notices } from '../frame/notices/Notices';
import { Palette } from '../frame/palette/Palette';
import { type PageId, pageNames, usePlace } from '../state/place';
import { PlaygroundPage } from './playground/PlaygroundPage';

// Few visitors come for it, and it brings other libraries than the playground's.
const BenchPage = lazy(() => import('./bench/BenchPage').then((module) => ({ default: module.BenchPage })));
const LearnPage = lazy(() => import('./learn/LearnPage').then((module) => ({ default: module.LearnPage })));
const FiguresPage = lazy(() => import('./figures/FiguresPage').then((module) => ({ default: module.FiguresPage })));
const SweepsPage = lazy(() => import('./sweeps/SweepsPage').then((module) => ({ default: module.SweepsPage })));
const EmbedPage = lazy(() => import('./embed/EmbedPage').then((module) => ({ default: module.EmbedPage })));
const ComparePage = lazy(() => import('./compare/ComparePage').then((module) => ({ default: module.ComparePage })));

function pageOf(page: PageId) {
  switch (page) {
    case 'playground':
      return <PlaygroundPage />;
    case 'learn':
      return <LearnPage />;
    case 'figures':
      return <FiguresPage />;
    case 'sweeps':
      return <SweepsPage />;
    case 'compare':
      return <ComparePage />;
    case 'bench':
      return <BenchPage />;
    case 'embed':
      return <EmbedPage />;
    default:
      return page satisfies never;
  }
}

/** The page one is on. */
export function App() {
  // Deferred: a page that has much to show is drawn in slices between which this one answers.
  const page = useDeferredValue(usePlace((state) => state.page));
  useEffect(keepFocus, []);
  useEffect(() => {
    document.title = page === 'playground' ? 'Polyak Playground' : `${pageNames[page]} · Polyak Playground`;
  }, [page]);
  return (
    <>
      <Suspense fallback={null}>{pageOf(page)}</Suspense>
      {page !== 'bench' && <Notices />}
      {page !== 'bench' && page !== 'embed' && (
        <>
          <Palette />
          <About />
        </>
      )}
    </>
  );
}
