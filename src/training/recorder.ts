/** Turns what a trainer leaves in its log into blocks of updates and epoch records, and notices when a run diverges. */
import { norm } from '@tensorflow/tfjs-core';
import { capOf } from '../optimizers/registry';
import { RollingHash } from '../random/random';
import type { AovHistory } from './aov-history';
import type { EpochSums, RecorderCheckpoint } from './checkpoint/session-checkpoint';
import type { Evaluation } from './evaluate';
import { type AovSummary, type EpochRecord, type UpdateBlock, updateColumns, updateWidth } from './records';
import type { Trainer } from './trainer';

const column = Object.fromEntries(updateColumns.map((name, index) => [name, index])) as Record<(typeof updateColumns)[number], number>;

type Sums = { -readonly [K in keyof EpochSums]: EpochSums[K] };

const emptySums = (): Sums => ({ samples: 0, loss: 0, updates: 0, steps: 0, stepSize: 0, zero: 0, capped: 0 });

export class Recorder {
  /** The first update whose loss or gradient was not finite, else null. */
  divergedAt: number | null = null;
  private read = 0;
  private sums = emptySums();
  private sizes: number[] = [];
  private readonly cap: number | null;
  private readonly hash: RollingHash;

  constructor(
    private readonly runId: string,
    private readonly trainer: Trainer,
    hyperparameters: Parameters<typeof capOf>[1],
    readonly aovHistory: AovHistory | null,
    resume: RecorderCheckpoint | null = null,
  ) {
    this.hash = new RollingHash(resume?.hash);
    if (resume) {
      this.divergedAt = resume.divergedAt;
      this.read = resume.read;
      this.sums = { ...resume.sums };
    }
    const cap = capOf(trainer.definition, hyperparameters);
    // The device clips to the cap in float32.
    this.cap = cap === null ? null : Math.fround(cap);
  }

  /** Notes the batch of the update that comes next. */
  noteBatch(ids: Int32Array): void {
    this.sizes.push(ids.length);
    this.hash.update(ids);
  }

  /** Fingerprint of all batches so far. */
  get batchHash(): string {
    return this.hash.digest();
  }

  /** Reads the updates made since the last call; null if there are none. Updates from the diverged one on are its row alone. */
  async collect(): Promise<UpdateBlock | null> {
    const rows = await this.trainer.log.take();
    const count = rows.length / updateWidth;
    if (count === 0 || this.divergedAt !== null) return null;
    const first = this.read + 1;
    let kept = count;
    for (let index = 0; index < count; index++) {
      const at = index * updateWidth;
      const loss = rows[at + column.loss]!;
      const size = this.sizes.shift() ?? 0;
      if (!Number.isFinite(loss) || !Number.isFinite(rows[at + column.gradNormSq]!)) {
        this.divergedAt = first + index;
        kept = index + 1;
        break;
      }
      this.addUpdate(loss, rows[at + column.stepSize]!, size);
    }
    this.read += kept;
    return { runId: this.runId, first, rows: kept === count ? rows : rows.slice(0, kept * updateWidth) };
  }

  /** Where it stands; all updates must have been collected. */
  checkpoint(): RecorderCheckpoint {
    return { divergedAt: this.divergedAt, read: this.read, sums: { ...this.sums }, hash: this.hash.position };
  }

  private addUpdate(loss: number, stepSize: number, size: number): void {
    const sums = this.sums;
    sums.samples += size;
    sums.loss += loss * size;
    sums.updates++;
    if (!Number.isFinite(stepSize)) return;
    sums.steps++;
    sums.stepSize += stepSize;
    if (stepSize === 0) sums.zero++;
    if (stepSize === this.cap) sums.capped++;
  }

  /** The record of the epoch that just ended (or of epoch 0), and a fresh start for the next. Collect first. */
  async epoch(full: Evaluation | null, validation: Evaluation | null, aov: AovSummary | null): Promise<EpochRecord> {
    const length = norm(this.trainer.w);
    const [weightNorm] = await length.data();
    length.dispose();
    const { samples, loss, updates, steps, stepSize, zero, capped } = this.sums;
    this.sums = emptySums();
    const share = (count: number) => (this.cap === null || updates === 0 ? null : count / updates);
    return {
      epoch: this.trainer.epochs,
      update: this.trainer.updates,
      trainLoss: samples > 0 ? loss / samples : null,
      fullTrainLoss: full ? finite(full.loss) : null,
      validationLoss: validation ? finite(validation.loss) : null,
      validationAccuracy: validation?.accuracy ?? null,
      meanStepSize: steps > 0 ? stepSize / steps : null,
      weightNorm: weightNorm!,
      zeroShare: share(zero),
      insideShare: share(updates - zero - capped),
      cappedShare: share(capped),
      evaluations: this.trainer.evaluations,
      seconds: this.trainer.seconds,
      aov,
    };
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
