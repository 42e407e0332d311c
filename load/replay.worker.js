/**
 * Stands in for the training worker: answers the page's commands with the messages of `src/worker/protocol.ts`, with made-up numbers, an epoch of
 * each run in turn as a training does, at most ten messages a second and none before the last was acknowledged.
 */
const columns = 7;
/** Updates a second: several times what a training makes. */
const rate = 10_000;
const updatesAnEpoch = 100;
const device = { requested: 'wasm', backend: 'wasm', adapter: null, software: false, limits: null, reason: 'a stand-in', trial: [] };

let session = null;

const hex = (number) => (number >>> 0).toString(16).padStart(8, '0');

/** Rows of an epoch of a run: a loss that falls by decades under noise, a step size that is now and then at its cap. */
function rowsOf(run) {
  const rows = new Float32Array(updatesAnEpoch * columns);
  for (let i = 0; i < updatesAnEpoch; i++) {
    const update = run.updates + i + 1;
    const loss = (1 + Math.random()) * 10 ** (-1 - (4 * update) / (update + 3000) - (run.index % 7) / 4);
    rows.set([loss, 2 * loss, Math.min(loss * 2, 0.05), loss * loss, run.aovs ? loss / 2 : Number.NaN, update, update * 5e-4], i * columns);
  }
  run.updates += updatesAnEpoch;
  return rows;
}

function followedOf(run) {
  const series = () => Float32Array.from({ length: run.epoch }, () => Math.random());
  return ['easiest', 'hardest', 'riser', 'faller'].map((role, at) => ({
    sample: at * 100 + run.index,
    role,
    aov: series(),
    loss: series(),
  }));
}

function epochOf(run) {
  const loss = 10 ** (-1 - (4 * run.updates) / (run.updates + 3000) - (run.index % 7) / 4);
  const shares = run.aovs ? 0.25 : null;
  const record = {
    epoch: run.epoch,
    update: run.updates,
    trainLoss: run.epoch === 0 ? null : loss,
    fullTrainLoss: loss,
    validationLoss: loss * 1.5,
    validationAccuracy: null,
    meanStepSize: run.epoch === 0 ? null : 0.01,
    weightNorm: 3,
    zeroShare: shares,
    insideShare: shares,
    cappedShare: shares,
    evaluations: run.updates,
    seconds: run.updates * 5e-4,
    aov: run.aovs
      ? {
          mean: loss,
          quantiles: [0, 0.1, 0.2, 0.4, 0.6, 0.8, 1].map((share) => share * loss),
          reachedShare: null,
          updated: run.epoch % 10 === 0,
        }
      : null,
  };
  const counts = Uint32Array.from({ length: 48 }, (_, at) => at);
  return {
    runId: run.runId,
    record,
    batchHash: hex(run.seed * 7919 + run.epoch),
    followed: run.aovs && run.epoch > 0 ? followedOf(run) : null,
    histogram: run.aovs ? { min: 0, max: loss, counts } : null,
  };
}

/** What a tenth of a second of training has made. */
function send() {
  if (session?.status !== 'running' || session.waiting) return;
  const { runs, sessionId } = session;
  const blocks = new Map();
  const epochs = [];
  const statuses = [];
  for (let made = 0; made < rate / 10 && runs.some((run) => run.epoch < session.epochs); made += updatesAnEpoch) {
    const run = runs[session.turn % runs.length];
    session.turn += 1;
    if (run.epoch === -1) {
      run.epoch = 0;
      statuses.push({ runId: run.runId, status: 'running', update: null, message: null });
      epochs.push(epochOf(run));
    }
    const first = run.updates + 1;
    const rows = rowsOf(run);
    const known = blocks.get(run.runId);
    if (known) {
      const joined = new Float32Array(known.rows.length + rows.length);
      joined.set(known.rows);
      joined.set(rows, known.rows.length);
      blocks.set(run.runId, { ...known, rows: joined });
    } else blocks.set(run.runId, { runId: run.runId, first, rows });
    run.epoch += 1;
    epochs.push(epochOf(run));
    if (run.epoch === session.epochs) statuses.push({ runId: run.runId, status: 'done', update: null, message: null });
  }
  const done = runs.every((run) => run.epoch === session.epochs);
  session.seq += 1;
  session.waiting = true;
  const empty = { followed: [], maps: [], samples: null, confusions: [] };
  const updates = [...blocks.values()];
  postMessage(
    { type: 'batch', seq: session.seq, sessionId, updates, epochs, statuses, ...empty },
    updates.map(({ rows }) => rows.buffer),
  );
  const now = performance.now();
  if (!done && now - session.savedAt > 10_000) {
    session.savedAt = now;
    const at = runs.map(({ runId, updates: made, epoch }) => ({ runId, updates: made, epochs: epoch }));
    const bytes = new ArrayBuffer(400_000);
    postMessage({ type: 'checkpoint', sessionId, bytes, at }, [bytes]);
  }
  if (done) {
    session.status = 'done';
    postMessage({ type: 'session', sessionId, status: 'done', message: null });
  }
}

function start({ sessionId, experiment, startPaused }) {
  const runs = experiment.seeds.flatMap((seed) =>
    experiment.optimizers.map((optimizer, optimizerIndex) => ({ optimizer, optimizerIndex, seed })),
  );
  session = {
    sessionId,
    epochs: experiment.epochs,
    runs: runs.map(({ optimizer, seed }, index) => ({
      runId: `r${index + 1}`,
      index,
      seed,
      aovs: optimizer.id === 'aalig',
      updates: 0,
      epoch: -1,
    })),
    turn: 0,
    seq: 0,
    waiting: false,
    savedAt: performance.now(),
    status: startPaused ? 'paused' : 'running',
  };
  const task = {
    trainSize: 800,
    validationSize: 200,
    parameterCount: 16,
    batchesPerEpoch: updatesAnEpoch,
    floor: 1e-4,
    hasAccuracy: false,
    scene: null,
    gallery: null,
    classNames: null,
    canGenerate: false,
  };
  postMessage({ type: 'session', sessionId, status: 'preparing', message: null });
  postMessage({ type: 'device', device });
  postMessage({
    type: 'prepared',
    sessionId,
    task,
    runs: runs.map((run, index) => ({ runId: `r${index + 1}`, ...run, initialHash: hex(run.seed), forkedFrom: null })),
  });
  postMessage({ type: 'session', sessionId, status: session.status, message: null });
}

addEventListener('message', ({ data }) => {
  if (data.type === 'configure') postMessage({ type: 'device', device });
  if (data.type === 'start') start(data);
  if (data.type === 'weights') {
    postMessage({ type: 'weights', requestId: data.requestId, content: null, error: 'A stand-in has no weights.' });
  }
  if (data.type === 'ack' && session && data.seq === session.seq) session.waiting = false;
  if (data.type === 'cancel' || data.type === 'pause' || data.type === 'resume') {
    const status = { cancel: 'cancelled', pause: 'paused', resume: 'running' }[data.type];
    if (session) {
      session.status = status;
      postMessage({ type: 'session', sessionId: session.sessionId, status, message: null });
    }
  }
});
setInterval(send, 100);
setInterval(() => postMessage({ type: 'beat' }), 5000);
