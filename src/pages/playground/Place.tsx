/** The place of a chart: kept before the chart has come, and safe from charts that break. */
import { Component, type ReactNode, Suspense } from 'react';
import type { Target } from '../../tours/tour';
import styles from './page.module.css';

interface PlaceProps {
  /** Across the whole grid. */
  readonly wide?: boolean;
  readonly className?: string | undefined;
  /** What guided tours call it. */
  readonly tour?: Target;
  readonly children: ReactNode;
}

export function Place({ wide = false, className, tour, children }: PlaceProps) {
  return (
    <div className={[styles.place, wide ? styles.wide : '', className ?? ''].join(' ').trim()} data-tour={tour}>
      <ChartGuard>
        <Suspense fallback={null}>{children}</Suspense>
      </ChartGuard>
    </div>
  );
}

/** A chart that breaks says so in its place; training and the other charts go on. */
class ChartGuard extends Component<{ readonly children: ReactNode }, { readonly message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <div className={styles.broken} role="alert">
        <p>This chart could not be drawn: {this.state.message}. The numbers are safe.</p>
        <button type="button" onClick={() => this.setState({ message: null })}>
          Draw it again
        </button>
      </div>
    );
  }
}
