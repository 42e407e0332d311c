/** A progress bar on stderr: redrawn in place on a terminal, a line now and then elsewhere. */

import type { Progress } from '../results/collector';
import { timeLeftText } from '../training/time-left';

const width = 28;

/** Milliseconds between two drawings: on a terminal; elsewhere, at the end of epochs and within them. */
const every = { terminal: 100, epochs: 5000, updates: 60_000 };

export class ProgressBar {
  private readonly began = performance.now();
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  /** Shows how much of the work is done; cheap enough to call at every update. */
  show({ finished, planned, share, secondsLeft, label, atEpoch }: Progress): void {
    const now = performance.now();
    const pause = this.out.isTTY ? every.terminal : atEpoch ? every.epochs : every.updates;
    if (now - this.drawnAt < pause && finished < planned) return;
    this.drawnAt = now;
    const filled = Math.round(share * width);
    const bar = '━'.repeat(filled) + '─'.repeat(width - filled);
    const left = secondsLeft === null ? '…' : timeLeftText(secondsLeft);
    const elapsed = timeLeftText((now - this.began) / 1000);
    const text = `${bar} ${Math.floor(share * 100)} %  ${finished} of ${planned} epochs  ${elapsed}, ${left} left  ${label}`;
    this.out.write(this.out.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  }

  end(): void {
    if (this.out.isTTY) this.out.write('\n');
  }
}
