/** Looks at a step, again whenever what is asked changes: one look at a time, and of those asked for meanwhile only the last. */
import { useEffect, useRef, useState } from 'react';
import { probe } from '../../../state/worker-questions';
import type { ProbeResult } from '../../../worker/protocol';

export interface Asked {
  readonly sessionId: string;
  readonly runId: string;
  readonly which: 'next' | 'last';
  /** Where the loss along −∇ ends; null: where the worker thinks best. */
  readonly upTo: number | null;
  /** Updates that the run has made: after a step everything is asked anew. */
  readonly updates: number;
}

export interface Look {
  /** What the last look that succeeded found; null before the first, and of another run. */
  readonly result: ProbeResult | null;
  /** Why the last look found nothing. */
  readonly problem: string | null;
  readonly looking: boolean;
}

const nothing: Look = { result: null, problem: null, looking: false };

/** @param asked null: nothing can be looked at now; what was found last stays */
export function useLook(asked: Asked | null): Look {
  const [look, setLook] = useState<Look>(nothing);
  const wanted = useRef<Asked | null>(null);
  const busy = useRef(false);
  const { sessionId, runId, which, upTo, updates } = asked ?? {};
  useEffect(() => {
    if (sessionId === undefined || runId === undefined || which === undefined || updates === undefined) {
      wanted.current = null;
      setLook((before) => ({ ...before, looking: false }));
      return;
    }
    wanted.current = { sessionId, runId, which, upTo: upTo ?? null, updates };
    setLook((before) => ({ result: before.result?.runId === runId ? before.result : null, problem: null, looking: true }));
    const next = async () => {
      const current = wanted.current;
      if (!current || busy.current) return;
      busy.current = true;
      const options = { which: current.which, ...(current.upTo === null ? {} : { upTo: current.upTo }) };
      const found = await probe(current.runId, options).then(
        (result): Look => ({ result, problem: null, looking: false }),
        (error: unknown): Look => ({ result: null, problem: error instanceof Error ? error.message : String(error), looking: false }),
      );
      busy.current = false;
      if (wanted.current === current) setLook(found);
      else void next();
    };
    // A slider that is moved asks once it has stopped.
    const timer = setTimeout(() => void next(), upTo === null ? 0 : 200);
    return () => clearTimeout(timer);
  }, [sessionId, runId, which, upTo, updates]);
  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );
  return look;
}
