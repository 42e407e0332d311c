/** What a person wants of a session: to run, to stand still, to make a step, to end. */

export type StepKind = 'update' | 'epoch';

export class Controls {
  cancelled = false;
  /** A step asked for while paused is being made. */
  stepping = false;
  private steps: StepKind[] = [];
  private wake: (() => void) | null = null;

  constructor(public mode: 'running' | 'paused') {}

  pause(): void {
    this.mode = 'paused';
    this.steps = [];
    this.stepping = false;
  }

  resume(): void {
    this.mode = 'running';
    this.stir();
  }

  /** A step of all runs, then paused; steps that are asked for at once are all made. */
  step(kind: StepKind): void {
    this.mode = 'paused';
    this.steps.push(kind);
    this.stir();
  }

  cancel(): void {
    this.cancelled = true;
    this.stir();
  }

  /** The step to be made next, if any. */
  nextStep(): StepKind | undefined {
    return this.mode === 'paused' ? this.steps.shift() : undefined;
  }

  /** Whether there is nothing to train. */
  get still(): boolean {
    return this.mode !== 'running' && this.steps.length === 0 && !this.cancelled;
  }

  /** Ends a `sleep`. */
  stir(): void {
    this.wake?.();
    this.wake = null;
  }

  /** Until it is stirred, or so many milliseconds have passed. */
  async sleep(most: number | null): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      if (most !== null) timer = setTimeout(resolve, most);
    });
    clearTimeout(timer);
  }
}
