/** The state of the benchmark in the page: which GPU, what runs, what came out. */
import { useEffect, useRef, useState } from 'react';
import { type WorkerPlaces, workerPlaces } from '../../benchmark/client';
import { adapterOf, measurePlan, type Progress } from '../../benchmark/measure';
import { type Choices, planOf } from '../../benchmark/plan';
import type { Missing, Row } from '../../benchmark/report';

export interface GpuName {
  readonly name: string;
  readonly software: boolean;
}

export type RunStatus = 'idle' | 'running' | 'done' | 'stopped' | 'failed';

export interface Run {
  readonly status: RunStatus;
  readonly progress: Progress;
  readonly rows: readonly Row[];
  readonly missing: readonly Missing[];
  /** Why it failed. */
  readonly problem: string | null;
}

const nothing: Run = { status: 'idle', progress: { share: 0, text: '' }, rows: [], missing: [], problem: null };

export interface Benchmark {
  /** Null while the browser is asked; the name is "none" without WebGPU. */
  readonly gpu: GpuName | null;
  readonly run: Run;
  start(choices: Choices): void;
  stop(): void;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs benchmarks in workers, one at a time. Workers end with the run, so that the GPU's memory is free again. */
export function useBenchmark(): Benchmark {
  const [gpu, setGpu] = useState<GpuName | null>(null);
  const [run, setRun] = useState<Run>(nothing);
  const places = useRef<WorkerPlaces | null>(null);
  const stopping = useRef<AbortController | null>(null);

  useEffect(() => {
    const own = workerPlaces();
    places.current = own;
    let here = true;
    adapterOf(own, 'replay').then(
      (found) => here && setGpu(found),
      () => here && setGpu({ name: 'none', software: false }),
    );
    return () => {
      here = false;
      stopping.current?.abort();
      own.dispose();
    };
  }, []);

  const start = async (choices: Choices) => {
    const own = places.current;
    if (!own || !gpu || stopping.current) return;
    const controller = new AbortController();
    stopping.current = controller;
    const change = (values: Partial<Run>) => setRun((before) => ({ ...before, ...values }));
    setRun({ ...nothing, status: 'running', progress: { share: 0, text: 'starting' } });
    try {
      const { rows, missing } = await measurePlan(own, planOf(choices, gpu.software), {
        onProgress: (progress) => change({ progress }),
        onRow: (row) => setRun((before) => ({ ...before, rows: [...before.rows, row] })),
        signal: controller.signal,
      });
      change({ status: controller.signal.aborted ? 'stopped' : 'done', rows, missing, progress: { share: 1, text: '' } });
    } catch (error) {
      change({ status: 'failed', problem: textOf(error) });
    } finally {
      stopping.current = null;
      own.dispose();
    }
  };

  return { gpu, run, start: (choices) => void start(choices), stop: () => stopping.current?.abort() };
}
