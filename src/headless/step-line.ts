/** One line on stderr that says how far a step has come that is not training: reading, downloading. Short steps print nothing. */

/** Nothing is shown before a step has taken this long, in milliseconds. */
const patience = 1000;

export class StepLine {
  private readonly began = performance.now();
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  /** @param fraction of the step that is done, 0 … 1; null where the whole is unknown */
  show(fraction: number | null, what: string): void {
    const now = performance.now();
    const every = this.out.isTTY ? 100 : 5000;
    if (now - this.began < patience || now - this.drawnAt < every) return;
    this.drawnAt = now;
    const text = fraction === null ? what : `${what}: ${Math.floor(100 * fraction)} %`;
    this.out.write(this.out.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  }

  end(): void {
    if (this.out.isTTY && this.drawnAt > 0) this.out.write('\r\x1b[2K');
  }
}
