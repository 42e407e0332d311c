/** What the widget of two samples claims: who settles and who does not, and that its states are pure. */
import { describe, expect, it } from 'vitest';
import { advance, bandOf, begin, interpolation, play, playerIds, type TwoSamplesSetting, twoSamplesDefaults } from './two-samples';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const widthOf = (state: ReturnType<typeof play>, id: (typeof playerIds)[number]) => {
  const [low, high] = bandOf(state, id, 20);
  return high - low;
};

describe('two samples that disagree', () => {
  it.each(seeds)('ALI-G never settles, SGD bounces in a band, AALIG settles near the best weight (seed %i)', (seed) => {
    const state = play({ ...twoSamplesDefaults, seed });
    expect(state.done).toBe(true);
    expect(state.frames).toHaveLength(121);
    expect(widthOf(state, 'alig')).toBeGreaterThan(1);
    expect(widthOf(state, 'sgd')).toBeGreaterThan(0.3);
    expect(widthOf(state, 'aalig')).toBeLessThan(0.02);
    const last = state.frames.at(-1)!.players;
    expect(Math.abs(last.aalig.w)).toBeLessThan(0.25);
    // It need not be the best weight exactly, but no mean loss of the others comes near.
    const { floor } = interpolation(twoSamplesDefaults);
    expect(last.aalig.meanLoss / floor).toBeLessThan(1.05);
    // ALI-G bounces as much in every stretch of the game.
    for (const at of [40, 80, 120]) {
      const [low, high] = bandOf(state, 'alig', 20, at);
      expect(high - low).toBeGreaterThan(0.8);
    }
  });

  it.each(seeds)('AOVs rise from 0 to the losses at the best weight, and then stay (seed %i)', (seed) => {
    const { frames } = play({ ...twoSamplesDefaults, seed });
    const updates = frames.filter((frame) => frame.aovsUpdated).map(({ aovs: [a, b] }) => a + b);
    expect(frames[0]!.aovs).toEqual([0, 0]);
    expect(updates).toHaveLength(20);
    expect(updates.at(-1)).toBeGreaterThan(0.95);
    expect(updates.at(-1)).toBeLessThan(1.08);
    const late = updates.slice(-8);
    expect(Math.max(...late) - Math.min(...late)).toBeLessThan(0.01);
  });

  it('where ALI-G’s step is always half-way to the sample’s own minimum, AALIG’s ends at zero', () => {
    const { frames } = play(twoSamplesDefaults);
    for (const { players } of frames.slice(1)) expect(players.alig.stepSize).toBeCloseTo(0.5, 4);
    const late = frames.slice(-20).map(({ players }) => players.aalig.stepSize!);
    expect(late.filter((step) => step < 0.02).length).toBeGreaterThanOrEqual(10);
  });
});

describe('two samples that agree', () => {
  const agreeing: TwoSamplesSetting = { ...twoSamplesDefaults, minima: [0.5, 0.5] };

  it.each(seeds)('all three arrive (seed %i)', (seed) => {
    const state = play({ ...agreeing, seed });
    for (const id of playerIds) expect(Math.abs(state.frames.at(-1)!.players[id].w - 0.5), id).toBeLessThan(0.05);
    expect(state.frames.at(-1)!.players.alig.meanLoss).toBeLessThan(1e-6);
  });

  it('interpolate only if both minima are at zero, too', () => {
    expect(interpolation(agreeing)).toEqual({ best: 0.5, floor: 0, losses: [0, 0], interpolates: true });
    expect(interpolation({ ...agreeing, heights: [0.3, 0] }).interpolates).toBe(false);
    expect(interpolation(twoSamplesDefaults)).toEqual({ best: 0, floor: 0.5, losses: [0.5, 0.5], interpolates: false });
    // A minimum dragged next to the other one counts.
    expect(interpolation({ ...agreeing, minima: [0.5, 0.52] }).interpolates).toBe(true);
    const uneven = interpolation({ ...twoSamplesDefaults, curvatures: [3, 1] });
    expect(uneven.best).toBe(-0.5);
    expect(uneven.losses).toEqual([0.375, 1.125]);
  });
});

describe('the state', () => {
  it('is the same whether it comes step by step or at once, and earlier frames stay', () => {
    let state = begin(twoSamplesDefaults);
    const seen = [state];
    while (!state.done) {
      state = advance(state);
      seen.push(state);
    }
    expect(state.frames).toEqual(play(twoSamplesDefaults).frames);
    expect(advance(state)).toBe(state);
    seen.forEach(({ frames }, update) => {
      expect(frames).toHaveLength(update + 1);
      expect(frames).toEqual(state.frames.slice(0, update + 1));
    });
    // Going on from a state in the past gives the same future.
    expect(advance(seen[17]!, 5).frames).toEqual(state.frames.slice(0, 23));
  });

  it('gives every player the same batches, each sample once an epoch', () => {
    const { frames } = play(twoSamplesDefaults);
    for (let update = 1; update < frames.length; update += 2) {
      expect(new Set([frames[update]!.sample, frames[update + 1]!.sample])).toEqual(new Set([0, 1]));
    }
  });

  it('gives AALIG and ALI-G the same first section', () => {
    const { frames } = play({ ...twoSamplesDefaults, sections: 6 });
    for (const { players, epoch } of frames.slice(0, 21)) {
      expect(epoch).toBeLessThanOrEqual(10);
      expect(players.aalig.w).toBeCloseTo(players.alig.w, 4);
    }
  });

  it('survives any setting a slider can reach', () => {
    for (const eta of [1e-3, 1000]) {
      for (const sgdEta of [1e-3, 5]) {
        const state = play({ ...twoSamplesDefaults, eta, sgdEta, curvatures: [0.1, 10], heights: [2, 0], epochs: 200 });
        const numbers = state.frames.flatMap(({ players, aovs }) => [
          ...aovs,
          ...playerIds.flatMap((id) => [players[id].w, players[id].meanLoss]),
        ]);
        expect(numbers.every(Number.isFinite)).toBe(true);
      }
    }
  });
});
