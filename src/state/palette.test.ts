/** The colours of runs keep apart from both backgrounds and from each other, for every kind of colour vision. */
import { describe, expect, it } from 'vitest';
import { appearanceOf, colors, freeSlot, type Scheme, slotCount } from './palette';

type Triple = readonly [number, number, number];

function linear(hex: string): Triple {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([r, g, b]: Triple): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(linear(one)), luminance(linear(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const visions: Record<string, readonly [Triple, Triple, Triple]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of a colour as somebody with this vision sees it. */
function lab(hex: string, vision: readonly [Triple, Triple, Triple]): Triple {
  const rgb = linear(hex);
  const seen = vision.map((row) => Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]))) as unknown as Triple;
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505);
  const y = f(luminance(seen));
  const z = f((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(['light', 'dark'] as Scheme[])('%s colours', (scheme) => {
  const { page, panel, accent, runs } = colors[scheme];
  const all = [accent, ...runs];

  it.each(all)('%s has a contrast of at least 3 to the page and the panels', (color) => {
    expect(contrast(color, page)).toBeGreaterThanOrEqual(3);
    expect(contrast(color, panel)).toBeGreaterThanOrEqual(3);
  });

  it('has an accent that is readable as text on a panel', () => {
    expect(contrast(accent, panel)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.keys(visions))('keeps all colours apart with %s', (name) => {
    const vision = visions[name];
    if (!vision) throw new Error(name);
    const distances = all.flatMap((one, i) =>
      all.slice(i + 1).map((other) => Math.hypot(...lab(one, vision).map((value, k) => value - (lab(other, vision)[k] ?? 0)))),
    );
    expect(Math.min(...distances)).toBeGreaterThan(11);
  });
});

describe('appearanceOf', () => {
  it('gives AALIG the accent colour, dashed from the second on', () => {
    expect(appearanceOf('aalig', 0)).toEqual({ color: 'var(--run-accent)', dash: null });
    expect(appearanceOf('aalig', 1).color).toBe('var(--run-accent)');
    expect(appearanceOf('aalig', 1).dash).not.toBeNull();
  });

  it('never gives two of the first 28 entries the same colour and dash', () => {
    const looks = Array.from({ length: 4 * slotCount }, (_, slot) => JSON.stringify(appearanceOf('sgd', slot)));
    looks.push(...Array.from({ length: 4 }, (_, slot) => JSON.stringify(appearanceOf('aalig', slot))));
    expect(new Set(looks).size).toBe(looks.length);
  });
});

describe('freeSlot', () => {
  it('takes the lowest slot of the family', () => {
    const entries = [
      { id: 'aalig', slot: 0 },
      { id: 'sgd', slot: 0 },
      { id: 'adam', slot: 2 },
    ] as const;
    expect(freeSlot('sps', entries)).toBe(1);
    expect(freeSlot('aalig', entries)).toBe(1);
    expect(freeSlot('adam', [])).toBe(0);
  });
});
