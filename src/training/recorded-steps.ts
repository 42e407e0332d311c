/**
 * Steps recorded once and repeated (WebGPU): everything a step reads or changes lies in slots of fixed address, an epoch's order and the
 * rule's numbers included, so that a repetition needs nothing of the host. The last, smaller batch of an epoch has a record of its own.
 */
import { add, keep, mod, type Scalar, scalar, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { record, type StepOutputs } from '../engine/capture/record';
import { Replayer } from '../engine/capture/replayer';
import { type SlotSpec, StepMemory } from '../engine/capture/step-memory';
import type { RecordReport, StepRecord } from '../engine/capture/step-record';
import { pickBatch } from '../engine/kernels/pick-batch';
import type { DirectRule, OptimizerState } from '../optimizers/definition';
import type { Draw, Tensors } from '../tasks/definition';
import type { SearchMemory } from './search';
import { Stager } from './stager';
import { directStep, epochNumbers, fixedNumbers, type Standing, type StepParts, type StepSetting } from './step';
import type { Made, StepReport, Steps } from './steps';
import { deviceWidth, type Ring } from './update-log';

/** A step could not be recorded, or its repetition was wrong; nothing was changed, and eager steps can go on from here. */
export class RecordingFailed extends Error {}

/** Rows of numbers that the device keeps until they are read. */
const ringRows = 1024;

/** The input tensors of a step being recorded, by slot. */
export type Inputs = Readonly<Record<string, Tensor>>;

const withPrefix = (prefix: string, tensors: Readonly<Record<string, Tensor | undefined>>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(tensors).flatMap(([name, tensor]) => (tensor ? [[`${prefix}${name}`, tensor]] : [])));

/** The entries whose name begins with the prefix, without it. */
export function entriesOf<T extends Tensor>(prefix: string, tensors: Inputs): Record<string, T> {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor as T]));
}

/** What recorded steps of all kinds share: the memory, the records, and the view of the memory as tensors. */
export abstract class RecordedSteps implements Steps {
  readonly stepping = 'recorded';
  search: SearchMemory | null;
  protected readonly memory = new StepMemory();
  protected readonly replayer = new Replayer();
  private readonly records = new Map<string, StepRecord>();
  /** Copies of slots as tensors, valid until the next step. */
  private readonly views = new Map<string, Tensor>();
  private readonly stateNames: readonly string[];
  private readonly carriedNames: readonly string[];
  private readonly stager: Stager | null;
  private readonly averaging = new Map<number, Tensor1D>();
  private differences: { exact: boolean; relative: number } = { exact: true, relative: 0 };

  /**
   * Takes over the tensors of `standing`.
   * @param made updates made so far
   */
  constructor(
    protected readonly setting: StepSetting,
    standing: Standing,
    search: SearchMemory | null,
    more: readonly SlotSpec[],
    made: number,
  ) {
    this.search = search;
    const numbers = { ...withNames('c:', epochNumbers(setting, 0)), ...withNames('f:', fixedNumbers(setting)) };
    const kept: Record<string, Tensor> = {
      w: standing.w,
      alive: standing.alive,
      ...withPrefix('s:', standing.state),
      ...withPrefix('m:', standing.carried),
    };
    this.stateNames = Object.keys(withPrefix('', standing.state));
    this.carriedNames = Object.keys(standing.carried);
    this.stager = setting.task.staging ? new Stager(setting.task.staging, 'train') : null;
    this.memory.allocate([
      ...Object.entries(kept).map(([name, { shape, dtype }]): SlotSpec => ({ name, shape, dtype: dtype as SlotSpec['dtype'] })),
      ...Object.keys(numbers).map((name): SlotSpec => ({ name, shape: [], dtype: 'float32', fromHost: true })),
      { name: 'order', shape: [setting.shape.trainSize], dtype: 'int32', fromHost: true },
      { name: 'position', shape: [1], dtype: 'int32' },
      { name: 'update', shape: [1], dtype: 'int32' },
      ...more,
    ]);
    for (const [name, value] of Object.entries(numbers)) this.memory.write(name, Float32Array.of(value));
    this.memory.write('update', Int32Array.of(made));
    for (const [name, tensor] of Object.entries(kept)) {
      this.memory.store(name, tensor);
      tensor.dispose();
    }
  }

  get w(): Tensor1D {
    return this.view('w') as Tensor1D;
  }

  get state(): OptimizerState {
    return Object.fromEntries(this.stateNames.map((name) => [name, this.view(`s:${name}`)]));
  }

  get carried(): Tensors {
    return Object.fromEntries(this.carriedNames.map((name) => [name, this.view(`m:${name}`)]));
  }

  /** Where training stands, as tensors of the caller's. */
  standing(): Standing {
    this.settleSlots();
    const state = Object.fromEntries(this.stateNames.map((name) => [name, this.memory.fetch(`s:${name}`)]));
    const carried = Object.fromEntries(this.carriedNames.map((name) => [name, this.memory.fetch(`m:${name}`)]));
    return { w: this.memory.fetch('w') as Tensor1D, alive: this.memory.fetch('alive') as Tensor1D, state, carried };
  }

  get tensorNames(): readonly string[] {
    const [state, carried] = [this.stateNames, this.carriedNames].map((names, i) => names.map((name) => `${i === 0 ? 's' : 'm'}:${name}`));
    return ['w', 'alive', ...state!, ...carried!];
  }

  tensor(name: string): Tensor {
    this.settleSlots();
    return this.memory.fetch(name);
  }

  replaceState(state: OptimizerState): void {
    this.settleSlots();
    for (const [name, tensor] of Object.entries(state)) {
      if (!tensor || tensor === this.views.get(`s:${name}`)) continue;
      this.memory.store(`s:${name}`, tensor);
      if (![...this.views.values()].includes(tensor)) tensor.dispose();
    }
    this.forgetViews();
  }

  beginEpoch(order: Int32Array, numbers: Readonly<Record<string, number>>): void {
    this.continueEpoch(order, numbers, 0);
    const { carried } = this.setting.task;
    if (carried?.startsAnew) for (const [name, { values }] of Object.entries(carried.initial)) this.memory.write(`m:${name}`, values);
  }

  continueEpoch(order: Int32Array, numbers: Readonly<Record<string, number>>, start: number): void {
    // What is gathered was meant for the numbers before.
    this.settleSlots();
    this.memory.write('order', order);
    this.memory.write('position', Int32Array.of(start));
    for (const [name, value] of Object.entries(numbers)) this.memory.write(`c:${name}`, Float32Array.of(value));
    this.stager?.begin(order);
    this.forgetViews();
  }

  abstract step(start: number, size: number): Promise<Made>;

  settle(): Promise<void> {
    this.settleSlots();
    return this.replayer.settle();
  }

  get report(): StepReport | null {
    const reports = this.reportedRecords().flatMap((name) => this.records.get(name)?.report ?? []);
    if (reports.length === 0) return null;
    const total = (of: (report: RecordReport) => number) => reports.reduce((sum, report) => sum + of(report), 0);
    return {
      dispatches: {
        captured: total(({ dispatches }) => dispatches.captured),
        live: total(({ dispatches }) => dispatches.live),
        fused: total(({ dispatches }) => dispatches.fused),
      },
      bytes: { unplanned: total(({ bytes }) => bytes.unplanned), planned: total(({ bytes }) => bytes.planned) },
      exact: this.differences.exact,
      largestDifference: this.differences.relative,
    };
  }

  /** Text of the generated kernels of all records, for tests. */
  get modules(): readonly string[] {
    return [...this.records.values()].flatMap(({ modules }) => modules);
  }

  dispose(): void {
    this.forgetViews();
    this.replayer.dispose();
    for (const made of this.records.values()) made.dispose();
    for (const tensor of this.averaging.values()) tensor.dispose();
    this.memory.dispose();
  }

  /** Names of the records that make up a step on a full batch. */
  protected abstract reportedRecords(): readonly string[];

  /** Makes the slots hold what the steps so far left: adds what is still due and submits. */
  protected settleSlots(): void {
    this.replayer.submit();
  }

  /**
   * Makes a piece of a step: gathers its record, or records it, which makes it at once.
   * @throws RecordingFailed
   */
  protected async make(name: string, inputs: readonly string[], step: (inputs: Inputs) => StepOutputs, undo = false): Promise<void> {
    if (this.isKnown(name)) {
      this.repeat(name);
      return;
    }
    this.forgetViews();
    this.replayer.submit();
    try {
      const { record: made, difference } = await record(this.memory, inputs, step, undo);
      this.records.set(name, made);
      if (!difference.exact) {
        this.differences = { exact: false, relative: Math.max(this.differences.relative, difference.relative) };
      }
    } catch (error) {
      throw new RecordingFailed(error instanceof Error ? error.message : String(error));
    }
  }

  protected isKnown(name: string): boolean {
    return this.records.has(name);
  }

  /** Gathers a piece that was recorded before. */
  protected repeat(name: string): void {
    this.forgetViews();
    this.replayer.add(this.records.get(name)!);
  }

  /** The slots that every gradient of a batch of this size reads. */
  protected gradientInputs(size: number): readonly string[] {
    return ['w', 'order', 'position', 'update', ...this.namesOf('f:'), ...this.namesOf('m:'), ...this.namesOf(`h${size}:`)];
  }

  /** Writes what the host brings for samples `start … start + size` of the order. */
  protected async stage(start: number, size: number): Promise<void> {
    const { staging } = this.setting.task;
    if (!this.stager || !staging) return;
    const fetched = await this.stager.take(start, size);
    const slots = staging.tensors.map(
      ({ name, numbers, dtype }): SlotSpec => ({ name: `h${size}:${name}`, shape: [size, numbers], dtype, fromHost: true }),
    );
    if (!this.memory.has(slots[0]!.name)) this.memory.allocate(slots);
    // What is gathered was meant for the numbers before.
    this.replayer.submit();
    for (const { name } of staging.tensors) this.memory.write(`h${size}:${name}`, fetched[name]!);
  }

  protected namesOf(prefix: string): readonly string[] {
    return this.memory.all.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  }

  /** A step's parts from its input tensors. Runs inside a tidy. */
  protected partsOf(inputs: Inputs, size: number): StepParts {
    return {
      sampleIds: pickBatch(inputs['order'] as Tensor1D, inputs['position'] as Tensor1D, size),
      averaging: this.averagingOf(size),
      constants: entriesOf<Scalar>('c:', inputs),
      fixed: entriesOf<Scalar>('f:', inputs),
      draw: this.drawOf(inputs),
      staged: entriesOf(`h${size}:`, inputs),
    };
  }

  /** What is random in a batch follows the number of the update, which moves on by itself. */
  private drawOf(inputs: Inputs): Draw {
    const { seed } = this.setting;
    return { seed, update: inputs['update'] as Tensor1D };
  }

  /** The slots that say where in training a batch stands, after it. */
  protected moved(inputs: Inputs, size: number): Record<string, Tensor> {
    return { position: add(inputs['position']!, scalar(size, 'int32')), update: add(inputs['update']!, scalar(1, 'int32')) };
  }

  protected prepareAveraging(size: number): void {
    if (!this.averaging.has(size)) this.averaging.set(size, tensor1d(new Float32Array(size).fill(1 / size)));
  }

  private averagingOf(size: number): Tensor1D {
    return this.averaging.get(size)!;
  }

  private view(name: string): Tensor {
    let view = this.views.get(name);
    if (!view) {
      this.settleSlots();
      // Whoever asks may be inside a tidy.
      view = keep(this.memory.fetch(name));
      this.views.set(name, view);
    }
    return view;
  }

  private forgetViews(): void {
    for (const tensor of this.views.values()) tensor.dispose();
    this.views.clear();
  }
}

const withNames = (prefix: string, numbers: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`${prefix}${name}`, value]));

/** Steps of a direct rule: nothing waits for the device; their rows go into a ring on the device. */
export class RecordedDirectSteps extends RecordedSteps {
  private rows = 0;
  private fullSize = 0;
  private readonly ring: Ring;

  constructor(
    setting: StepSetting,
    private readonly method: DirectRule,
    standing: Standing,
    made = 0,
  ) {
    const ring: readonly SlotSpec[] = [
      { name: 'cursor', shape: [1], dtype: 'int32' },
      { name: 'ring', shape: [ringRows, deviceWidth], dtype: 'float32' },
    ];
    super(setting, standing, null, ring, made);
    const slot = this.memory.slot('ring');
    this.ring = { rows: ringRows, read: () => this.replayer.read(slot) };
  }

  async step(start: number, size: number): Promise<Made> {
    this.fullSize = Math.max(this.fullSize, size);
    this.prepareAveraging(size);
    await this.stage(start, size);
    const inputs = [...this.gradientInputs(size), 'alive', 'cursor', ...this.namesOf('s:'), ...this.namesOf('c:')];
    await this.make(`step of ${size}`, inputs, (given) => this.record(given, size));
    await this.replayer.pace();
    return { row: { ring: this.ring, number: this.rows++ }, evaluations: 1 + this.method.extraForwards, diverged: null };
  }

  async prepareEndEpoch(epochsFinished: number): Promise<void> {
    const { method } = this;
    const name = this.endOf(epochsFinished);
    if (!method.endEpoch || this.isKnown(name)) return;
    const { shape, hyperparameters } = this.setting;
    const end = (given: Inputs) =>
      tidy(() => ({ slots: withPrefix('s:', method.endEpoch!(entriesOf('s:', given), epochsFinished, shape, hyperparameters)) }));
    await this.make(name, this.namesOf('s:'), (given) => end(given) as unknown as StepOutputs, true);
  }

  endEpoch(epochsFinished: number): boolean {
    const name = this.endOf(epochsFinished);
    if (!this.isKnown(name)) return false;
    this.repeat(name);
    return true;
  }

  /** Epochs end in two ways: with an update of the AOVs and without. */
  private endOf(epochsFinished: number): string {
    const { shape, hyperparameters } = this.setting;
    return `end of an epoch, AOVs updated: ${this.method.updatesAovsAt?.(epochsFinished, shape, hyperparameters) ?? false}`;
  }

  protected reportedRecords(): readonly string[] {
    return [`step of ${this.fullSize}`];
  }

  private record(given: Inputs, size: number): StepOutputs {
    return tidy(() => {
      const standing = {
        w: given['w'] as Tensor1D,
        alive: given['alive'] as Tensor1D,
        state: entriesOf('s:', given),
        carried: entriesOf('m:', given),
      };
      const next = directStep(this.setting, this.method, standing, this.partsOf(given, size));
      const cursor = given['cursor']!;
      const slots = {
        w: next.w,
        alive: next.alive,
        ...withPrefix('s:', next.state),
        ...withPrefix('m:', next.carried),
        ...this.moved(given, size),
        cursor: mod(add(cursor, scalar(1, 'int32')), scalar(ringRows, 'int32')),
      };
      return { slots, append: { ring: 'ring', cursor, row: next.row } };
    }) as unknown as StepOutputs;
  }
}
