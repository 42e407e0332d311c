/** A progress bar on stderr: redrawn in place on a terminal, a line now and then elsewhere. */

const width = 28;

function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '…';
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export class ProgressBar {
  private readonly began = performance.now();
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  /** Shows how much of the work is done; cheap enough to call at every epoch. */
  show(finished: number, planned: number, label: string): void {
    const now = performance.now();
    const every = this.out.isTTY ? 100 : 5000;
    if (now - this.drawnAt < every && finished < planned) return;
    this.drawnAt = now;
    const share = planned > 0 ? finished / planned : 1;
    const elapsed = (now - this.began) / 1000;
    const filled = Math.round(share * width);
    const bar = '━'.repeat(filled) + '─'.repeat(width - filled);
    const left = finished === 0 ? '…' : clock((elapsed * (1 - share)) / share);
    const text = `${bar} ${Math.floor(share * 100)} %  ${finished} of ${planned} epochs  ${clock(elapsed)}, ${left} left  ${label}`;
    this.out.write(this.out.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  }

  end(): void {
    if (this.out.isTTY) this.out.write('\n');
  }
}
