/** What breaks in one section, or cannot be fetched, takes only that section along: it says so and offers to try again. */
import { Component, type ReactNode } from 'react';
import { LessonButton } from '../../lesson-parts/LessonButton';

interface State {
  readonly problem: string | null;
}

/** Around the widget of a section. */
export class SectionBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { problem: null };

  static getDerivedStateFromError(error: unknown): State {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <div role="alert">
        <p>This part cannot be shown ({problem}). The other parts are not harmed.</p>
        <LessonButton onClick={() => this.setState({ problem: null })}>Try again</LessonButton>
      </div>
    );
  }
}
