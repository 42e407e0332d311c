/**
 * A step that was recorded once and can be repeated with a few calls a dispatch: pipelines, bind groups and dispatch sizes, on buffers of
 * its own. All that changes from step to step lies in the slots of the step's memory.
 */
import { libraryDevice, NotRecordable } from '../library';
import { arrange, storedType } from './arena';
import type { Value } from './graph';
import { type Kernel, madeBy, makerOf, type Plan, type Root, rootsOf } from './kernel';
import { fromMemory, type Index, type KernelText, type Location } from './kernel-text';
import { pinnedBuffer, release } from './pinned';
import { emitShortRow } from './reductions';
import { type Shader, shaderOf } from './shaders';
import { aligned, type Slot } from './step-memory';

/** What the recorder's passes did. */
export interface RecordReport {
  /** Dispatches of the step: as the library makes them, without those nobody reads, and as recorded. */
  readonly dispatches: { readonly captured: number; readonly live: number; readonly fused: number };
  /** Bytes of everything the step makes: each value in a buffer of its own, and as recorded. */
  readonly bytes: { readonly unplanned: number; readonly planned: number };
}

/** A kernel would read from more buffers than the device allows. */
export class TooManyBuffers extends NotRecordable {}

interface Command {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

interface Copy {
  readonly from: Location;
  readonly to: Location;
  readonly bytes: number;
}

/** Compiled modules by their text: runs of the same kind share them. */
const pipelines = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

function pipelineOf(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  let known = pipelines.get(device);
  if (!known) {
    known = new Map();
    pipelines.set(device, known);
  }
  let pipeline = known.get(code);
  if (!pipeline) {
    const module = device.createShaderModule({ code });
    pipeline = device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
    known.set(code, pipeline);
  }
  return pipeline;
}

/** A recorded step. */
export class StepRecord {
  private constructor(
    private readonly commands: readonly Command[],
    private readonly copies: readonly Copy[],
    private readonly buffers: readonly GPUBuffer[],
    readonly report: RecordReport,
    /** Text of the generated modules, in their order, for tests and the curious. */
    readonly modules: readonly string[],
    /** What each dispatch is: the library's program, or the kind of generated kernel. */
    readonly names: readonly string[],
  ) {}

  /** Adds one step to a command encoder. */
  encode(encoder: GPUCommandEncoder): void {
    const pass = encoder.beginComputePass();
    this.encodeInto(pass);
    pass.end();
    for (const { from, to, bytes } of this.copies)
      encoder.copyBufferToBuffer(from.buffer, 4 * from.offset, to.buffer, 4 * to.offset, bytes);
  }

  /** Whether a step is one compute pass, so that several may share one. */
  get isOnePass(): boolean {
    return this.copies.length === 0;
  }

  /** Adds one step's dispatches to an open pass. Only if `isOnePass`. */
  encodeInto(pass: GPUComputePassEncoder): void {
    let last: GPUComputePipeline | null = null;
    for (const { pipeline, bindGroup, x, y, z } of this.commands) {
      if (pipeline !== last) pass.setPipeline(pipeline);
      last = pipeline;
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(x, y, z);
    }
  }

  dispose(): void {
    for (const buffer of this.buffers) release(buffer);
  }

  /**
   * Compiles a plan.
   * @throws TooManyBuffers where a kernel reads from more than the device allows
   */
  static async compile(plan: Plan): Promise<StepRecord> {
    const compiler = new Compiler(plan);
    try {
      return await compiler.compile((...parts) => new StepRecord(...parts));
    } catch (error) {
      compiler.release();
      throw error;
    }
  }
}

class Compiler {
  private readonly device = libraryDevice();
  private readonly buffers: GPUBuffer[] = [];
  private readonly locations = new Map<Value | Root, Location>();

  constructor(private readonly plan: Plan) {}

  /** Gives back what was made for a record that did not come about. */
  release(): void {
    for (const buffer of this.buffers) release(buffer);
  }

  async compile(make: (...parts: [Command[], Copy[], GPUBuffer[], RecordReport, string[], string[]]) => StepRecord): Promise<StepRecord> {
    const { plan, device } = this;
    const planned = this.placeValues();
    this.placeConstants();
    const modules: string[] = [];
    const shaders = plan.kernels.map((kernel) => (kernel.kind === 'library' ? null : this.shaderOf(kernel)));
    const { buffer: uniforms, offsets } = this.uniforms(
      plan.kernels.map((kernel, i) => (kernel.kind === 'library' ? kernel.node.uniformBytes : shaders[i]!.uniform)),
    );
    const compiled = await Promise.all(
      plan.kernels.map((kernel, i) => {
        if (kernel.kind === 'library') return kernel.node.program.pipeline;
        modules.push(shaders[i]!.code);
        return pipelineOf(device, shaders[i]!.code);
      }),
    );
    const commands = plan.kernels.map((kernel, i): Command => {
      const pipeline = compiled[i]!;
      const layout = pipeline.getBindGroupLayout(0);
      if (kernel.kind === 'library') {
        const { program, uses, output, shape, uniformBytes } = kernel.node;
        const values = [{ value: output, shape }, ...uses];
        const entries: GPUBindGroupEntry[] = values.map(({ value }, binding) => ({ binding, resource: this.bindingOf(value) }));
        entries.push({ binding: entries.length, resource: { buffer: uniforms, offset: offsets.get(i)!, size: uniformBytes.byteLength } });
        const [x, y, z] = program.dispatch;
        return { pipeline, bindGroup: device.createBindGroup({ layout, entries }), x, y, z };
      }
      const shader = shaders[i]!;
      const entries: GPUBindGroupEntry[] = shader.buffers.map((buffer, k) => ({ binding: k + 1, resource: { buffer } }));
      if (shader.uniform) {
        entries.push({ binding: 0, resource: { buffer: uniforms, offset: offsets.get(i)!, size: shader.uniform.byteLength } });
      }
      const [x, y] = shader.workgroups;
      return { pipeline, bindGroup: device.createBindGroup({ layout, entries }), x, y, z: 1 };
    });
    const copies = [...plan.late].map((root): Copy => {
      const slot = root.slot!;
      return { from: this.locations.get(root)!, to: slotLocation(slot), bytes: 4 * root.value.size };
    });
    const bytes = { unplanned: plan.unplannedBytes, planned };
    return make(commands, copies, this.buffers, { dispatches: plan.counts, bytes }, modules, plan.kernels.map(nameOf));
  }

  private storage(label: string, size: number): GPUBuffer {
    const buffer = pinnedBuffer(this.device, label, size);
    this.buffers.push(buffer);
    return buffer;
  }

  /** Gives every stored value and every late root its place. Returns the bytes used. */
  private placeValues(): number {
    const { plan, device } = this;
    // A kernel of ours may read and write different parts of one buffer; the library's bind them as separate buffers.
    const reads = plan.kernels.map((kernel) => (kernel.kind === 'library' ? this.buffersRead(kernel) : []));
    const overwritten = new Set(plan.aliases.values());
    const requests = [...plan.stored].map(([value, { from, to }]) => ({
      value,
      bytes: 4 * value.size,
      type: storedType(value.dtype),
      from,
      to,
      alone: overwritten.has(value),
    }));
    requests.sort((a, b) => a.from - b.from);
    const largest = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    const { places, arenas } = arrange(requests, (position) => reads[position]!, largest);
    const buffers = arenas.map(({ type, bytes }, i) => this.storage(`step arena ${i}, ${type}`, bytes));
    for (const [value, { arena, offset }] of places) {
      this.locations.set(value, { buffer: buffers[arena]!, offset: offset / 4, dtype: value.dtype });
    }
    for (const [value, base] of plan.aliases) this.locations.set(value, this.locations.get(this.baseOf(base))!);
    for (const [value, slot] of plan.direct) this.locations.set(value, slotLocation(slot));
    for (const [value, { of, start }] of plan.views) {
      const { origin } = of;
      const whole =
        origin.kind === 'slot'
          ? slotLocation(origin.slot)
          : { buffer: (origin as { buffer: GPUBuffer }).buffer, offset: 0, dtype: of.dtype };
      this.locations.set(value, { ...whole, offset: whole.offset + start });
    }
    let lateBytes = 0;
    for (const root of plan.late) {
      const bytes = 4 * root.value.size;
      lateBytes += bytes;
      this.locations.set(root, { buffer: this.storage('late result', bytes), offset: 0, dtype: root.slot!.dtype });
    }
    return arenas.reduce((sum, { bytes }) => sum + bytes, lateBytes);
  }

  private baseOf(value: Value): Value {
    const base = this.plan.aliases.get(value);
    return base ? this.baseOf(base) : value;
  }

  /** Values that the kernel loads; those in place of an alias count as the value whose memory they use. */
  private buffersRead(kernel: Kernel): Value[] {
    const found = new Set<Value>();
    const own = new Set(madeBy(kernel));
    const visit = (value: Value): void => {
      const stored = this.plan.stored.has(value) || this.plan.aliases.has(value) || this.plan.direct.has(value);
      if (stored && !(own.has(value) && kernel.kind !== 'library')) {
        found.add(this.baseOf(value));
        return;
      }
      const node = makerOf(value);
      if (node) for (const use of node.uses) visit(use.value);
    };
    if (kernel.kind === 'library') for (const { value } of kernel.node.uses) visit(value);
    else if (kernel.kind === 'reduce') for (const { node } of kernel.items) for (const use of node.uses) visit(use.value);
    else {
      for (const { value, rows, ring } of rootsOf(kernel)) {
        for (const each of [value, rows?.indices, rows?.condition, ring?.cursor]) if (each) visit(each);
      }
    }
    return [...found];
  }

  /** Constants of more than one number lie in a buffer. */
  private placeConstants(): void {
    const constants = new Map<Value, Float32Array | Int32Array>();
    const visit = (value: Value): void => {
      const { origin } = value;
      if (origin.kind === 'constant') constants.set(value, origin.numbers);
    };
    for (const node of this.plan.operations.keys()) for (const { value } of node.uses) visit(value);
    for (const kernel of this.plan.kernels) for (const { value } of rootsOf(kernel)) visit(value);
    for (const [value, numbers] of constants) {
      const buffer = this.storage('constant', Math.max(4, numbers.byteLength));
      this.device.queue.writeBuffer(buffer, 0, numbers as Float32Array<ArrayBuffer>);
      this.locations.set(value, { buffer, offset: 0, dtype: value.dtype });
    }
  }

  /** The uniforms of all kernels in one buffer, with the offset of each kernel's. */
  private uniforms(contents: readonly (ArrayBuffer | null)[]): { buffer: GPUBuffer; offsets: Map<number, number> } {
    const offsets = new Map<number, number>();
    let size = 0;
    contents.forEach((content, i) => {
      if (!content) return;
      offsets.set(i, size);
      size += aligned(content.byteLength);
    });
    const bytes = new Uint8Array(Math.max(16, size));
    for (const [i, offset] of offsets) bytes.set(new Uint8Array(contents[i]!), offset);
    const buffer = pinnedBuffer(this.device, 'step uniforms', bytes.length, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    this.buffers.push(buffer);
    this.device.queue.writeBuffer(buffer, 0, bytes);
    return { buffer, offsets };
  }

  private shaderOf(kernel: Exclude<Kernel, { kind: 'library' }>): Shader {
    const own = new Set(
      rootsOf(kernel)
        .filter(({ value, slot, into }) => makerOf(value) && !into && (!slot || this.plan.direct.has(value)))
        .map(({ value }) => value),
    );
    const shader = shaderOf(kernel, {
      locate: (value) => {
        if (own.has(value)) return null;
        const { origin } = value;
        if (origin.kind === 'slot') return slotLocation(origin.slot);
        if (origin.kind === 'external') return { buffer: origin.buffer, offset: 0, dtype: value.dtype };
        if (origin.kind === 'constant') return value.size === 1 ? null : this.locations.get(value)!;
        return this.locations.get(value) ?? null;
      },
      compute: (text, value, index) => this.compute(text, value, index),
      target: (root) => {
        if (this.plan.late.has(root)) return this.locations.get(root)!;
        if (root.into) return this.locations.get(root.into.whole)!;
        return root.slot ? slotLocation(root.slot) : this.locations.get(root.value)!;
      },
      result: (value) => this.locations.get(value)!,
    });
    const most = this.device.limits.maxStorageBuffersPerShaderStage;
    if (shader.buffers.length > most)
      throw new TooManyBuffers(`a kernel would need ${shader.buffers.length} buffers, the GPU allows ${most}`);
    return shader;
  }

  private compute(text: KernelText, value: Value, index: Index): string {
    const { origin } = value;
    if (origin.kind === 'constant') return fromMemory(origin.numbers[0]!);
    const node = makerOf(value)!;
    const operation = this.plan.operations.get(node);
    if (!operation) throw new Error(`${node.program.shaderKey} has no elementwise form`);
    return operation.kind === 'map' ? operation.emit(text, index) : emitShortRow(text, operation, index);
  }

  private bindingOf(value: Value): GPUBufferBinding {
    const { origin } = value;
    if (origin.kind === 'slot') return { buffer: origin.slot.buffer, offset: origin.slot.offset, size: 4 * value.size };
    if (origin.kind === 'external') return { buffer: origin.buffer };
    const { buffer, offset } = this.locations.get(value)!;
    return { buffer, offset: 4 * offset, size: 4 * value.size };
  }
}

function nameOf(kernel: Kernel): string {
  const program = (value: Value) => makerOf(value)?.program.shaderKey.split('_')[0] ?? value.origin.kind;
  switch (kernel.kind) {
    case 'library':
      return program(kernel.node.output);
    case 'reduce':
      return `reduce ${kernel.shape.outer} × ${kernel.shape.inner} (${kernel.items.length})`;
    case 'serial':
      return `serial (${kernel.roots.length})`;
    default:
      return `map ${kernel.sections.map(({ size, roots }) => `${size}: ${roots.map(({ value }) => program(value)).join(', ')}`).join('; ')}`;
  }
}

function slotLocation({ buffer, offset, dtype }: Slot): Location {
  return { buffer, offset: offset / 4, dtype };
}
