/**
 * The queue: takes the first sweep that is not finished, makes its missing runs one after the other, and keeps each as it ends. Knows the
 * runner, the storage and the other tabs; tells the store a few times a second.
 */
import { experimentOfCell, type SweepCell } from '../../results/sweep';
import { type HeldSweep, isQueued } from './held';
import { SweepList } from './list';
import type { Outcome, Runner } from './runner';
import { type Kept, noStorage, SweepStorage } from './storage';
import type { SweepsStore } from './store';
import type { SweepCommand, Tabs } from './tabs';
import { Throttle } from './throttle';

/** Milliseconds between two changes of the store at least, but for what a person did. */
const publishEvery = 250;
/** Milliseconds between two messages to the other tabs at least, and between two readings in those. */
const mirrorEvery = 1000;
/** Milliseconds without work after which the worker is ended. */
const idleAfter = 20_000;

const otherTab =
  'Sweeps run in another tab of this page. This one shows what that one has made, passes on what you do, and takes over when it is closed.';

/** What the queue needs of the page. */
export interface QueueParts {
  readonly runner: Runner;
  /** Puts the state into the store. */
  publish(state: SweepsStore): void;
  /** Shows a notice. */
  notify(title: string, text: string): void;
}

function damageText({ sweeps, runs }: Kept['broken']): string {
  const counted = [
    ...(sweeps > 0 ? [`${sweeps} sweep${sweeps > 1 ? 's' : ''}`] : []),
    ...(runs > 0 ? [`${runs} run${runs > 1 ? 's' : ''}`] : []),
  ];
  return `${counted.join(' and ')} could not be read and had to be dropped. Runs of sweeps that are still there are made again.`;
}

export class SweepQueue {
  private readonly list = new SweepList();
  private paused = false;
  private loaded = false;
  /** null: it is not known yet, or the storage is being read. */
  private role: 'leads' | 'follows' | null = null;
  /** It is this tab's turn, though it may still be reading. */
  private leading = false;
  private working = false;
  private closed = false;
  private storageProblem: string | null = null;
  private readonly opened: Promise<SweepStorage | null>;
  private tabs: Tabs | null = null;
  /** What a person did while there was no role. */
  private early: SweepCommand[] = [];
  private idle: ReturnType<typeof setTimeout> | null = null;
  private readonly publishing = new Throttle(publishEvery, () => this.publish());
  private readonly telling = new Throttle(mirrorEvery, () => this.tabs?.changed());
  private readonly mirroring = new Throttle(mirrorEvery, () => void this.load());

  constructor(private readonly parts: QueueParts) {
    this.opened = this.open();
  }

  /** Says through which tabs it hears of the others; then it waits for `lead` or `follow`. */
  join(tabs: Tabs): void {
    this.tabs = tabs;
  }

  /** It is this tab's turn to run the queue. */
  async lead(): Promise<void> {
    this.leading = true;
    // The tab that led until now is gone: what a person does meanwhile waits.
    this.role = null;
    await this.load();
    if (this.closed) return;
    this.role = 'leads';
    this.loaded = true;
    for (const command of this.early.splice(0)) this.obey(command);
    this.publishing.now();
    void this.work();
  }

  /** Another tab runs the queue: this one shows what that one keeps. */
  async follow(): Promise<void> {
    await this.load();
    if (this.closed || this.leading) return;
    this.role = 'follows';
    this.loaded = true;
    for (const command of this.early.splice(0)) this.tabs?.send(command);
    this.publishing.now();
  }

  /** The tab that runs the queue has kept something new. */
  changed(): void {
    if (this.role === 'follows') this.mirroring.ask();
  }

  /** Does what a person asked for, here or in the tab that runs the queue. */
  perform(command: SweepCommand): void {
    if (this.role === null) this.early.push(command);
    else if (this.role === 'follows') this.tabs?.send(command);
    else this.obey(command);
  }

  /** Ends the worker and leaves the rest to another tab. @returns resolves when everything is kept */
  async close(): Promise<void> {
    this.closed = true;
    for (const throttle of [this.publishing, this.telling, this.mirroring]) throttle.stop();
    if (this.idle !== null) clearTimeout(this.idle);
    this.parts.runner.dispose();
    await (await this.opened)?.close();
    this.tabs?.close();
  }

  private async open(): Promise<SweepStorage | null> {
    const told = (problem: string | null) => {
      this.storageProblem = problem;
      this.publishing.ask();
    };
    try {
      this.list.storage = await SweepStorage.open(told, () => this.role === 'leads' && this.telling.ask());
    } catch {
      told(noStorage);
    }
    return this.list.storage;
  }

  private async load(): Promise<void> {
    const storage = await this.opened;
    if (!storage || this.closed) return;
    let kept: Kept;
    try {
      kept = await storage.read();
    } catch (error) {
      this.storageProblem = `What the browser kept of earlier sweeps cannot be read (${error instanceof Error ? error.message : String(error)}).`;
      return;
    }
    // A reading that began while this tab followed is old by now.
    if (this.role === 'leads') return;
    this.list.replace(kept.sweeps);
    this.paused = kept.paused;
    if (kept.broken.sweeps + kept.broken.runs > 0) {
      this.parts.notify('Some of what was kept of sweeps was damaged', damageText(kept.broken));
    }
    this.publishing.ask();
  }

  private obey(command: SweepCommand): void {
    if (command.type === 'add') for (const added of command.added) this.list.add(added);
    else if ('id' in command) {
      const held = this.list.find(command.id);
      if (held) this.change(held, command);
    } else this.hold(command.type === 'pause');
    this.publishing.now();
    void this.work();
  }

  private change(held: HeldSweep, command: Extract<SweepCommand, { id: string }>): void {
    switch (command.type) {
      case 'move':
        this.list.move(held, command.by);
        return;
      case 'cancel':
        this.cancel(held);
        return;
      case 'restart':
        this.list.restart(held, command.file);
        return;
      case 'remove':
        this.cancel(held);
        this.list.remove(held);
        return;
      case 'rename':
        this.list.rename(held, command.name);
        return;
      default:
        command satisfies never;
    }
  }

  private hold(paused: boolean): void {
    this.paused = paused;
    this.list.storage?.savePaused(paused);
    if (paused) this.parts.runner.pause();
    else this.parts.runner.resume();
  }

  private cancel(held: HeldSweep): void {
    if (!isQueued(held.status)) return;
    const runs = held.status === 'running';
    this.list.end(held, 'cancelled', null);
    if (runs) this.parts.runner.cancel();
  }

  /** Makes runs until there is nothing to make, or the queue is held. */
  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    if (this.idle !== null) clearTimeout(this.idle);
    try {
      for (let held = this.next(); held; held = this.next()) {
        this.list.takeOver(held);
        const cell = held.nextCell();
        if (cell) await this.make(held, cell);
        else this.finish(held);
      }
    } finally {
      this.working = false;
      this.list.mark(null);
      this.publishing.ask();
      if (!this.closed) this.idle = setTimeout(() => this.parts.runner.dispose(), idleAfter);
    }
  }

  private next(): HeldSweep | null {
    return this.closed || this.paused || this.role !== 'leads' ? null : this.list.first();
  }

  private async make(held: HeldSweep, cell: SweepCell): Promise<void> {
    this.list.mark(held);
    this.publishing.ask();
    const file = await this.list.fileOf(held);
    // While the file was read, a person may have done anything.
    if (this.next() !== held) return;
    const outcome = await this.parts.runner.run({
      experiment: experimentOfCell(held.sweep, cell),
      file,
      prepared: (facts) => this.list.learn(held, facts),
      progress: (run, fraction, wall) => {
        held.current = { cell, run, fraction, wall };
        held.touch();
        this.publishing.ask();
      },
    });
    held.current = null;
    held.touch();
    if (!this.closed) this.receive(held, cell, outcome);
  }

  private receive(held: HeldSweep, cell: SweepCell, outcome: Outcome): void {
    if (outcome.kind === 'ended') this.list.keepRun(held, cell.key, { run: outcome.run, wall: outcome.wall });
    else if (outcome.kind === 'refused' && isQueued(held.status)) this.list.end(held, 'failed', outcome.message);
    this.publishing.ask();
  }

  private finish(held: HeldSweep): void {
    const failure = held.commonFailure();
    this.list.end(held, failure === null ? 'done' : 'failed', failure);
    this.publishing.ask();
  }

  private publish(): void {
    if (this.closed) return;
    this.parts.publish({
      entries: this.list.all.map((held) => held.entry()),
      loaded: this.loaded,
      paused: this.paused,
      storageProblem: this.storageProblem ?? (this.role === 'follows' ? otherTab : null),
    });
  }
}
