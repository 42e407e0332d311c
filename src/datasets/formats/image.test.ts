import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32';
import { asRgb, type DecodedImage, decodeImage } from './image';
import { madeJpeg, madeJpegChecksum } from './made-jpeg';
import { checkReader } from './reader-checks';

/** 5 × 3 pixels of `channels` values each. */
const values = (channels: number, largest = 255) => Array.from({ length: 15 * channels }, (_, i) => (i * 37 + 11) % (largest + 1));
const png = (channels: number, interlace: 'null' | 'Adam7' = 'null') =>
  encodePng({ width: 5, height: 3, channels, data: Uint8Array.from(values(channels)) }, { interlace });

/** Replaces the content of a chunk's byte and mends its checksum. */
function mended(bytes: Uint8Array, at: number, byte: number, chunkStart: number): Uint8Array {
  const out = bytes.slice();
  out[at] = byte;
  const view = new DataView(out.buffer);
  const length = view.getUint32(chunkStart);
  view.setUint32(chunkStart + 8 + length, crc32(out.subarray(chunkStart + 4, chunkStart + 8 + length)));
  return out;
}

describe('PNG', () => {
  it.each(['null', 'Adam7'] as const)('gives the pixels of colour and grey pictures, without transparency (interlace %s)', (interlace) => {
    const data = values(3);
    expect(decodeImage(png(3, interlace), 'p')).toEqual({ width: 5, height: 3, channels: 3, pixels: Uint8Array.from(data) });
    expect(decodeImage(png(1, interlace), 'p').pixels).toEqual(Uint8Array.from(values(1)));
    expect(decodeImage(png(4, interlace), 'p').pixels).toEqual(Uint8Array.from(values(4).filter((_, i) => i % 4 < 3)));
    expect(decodeImage(png(2, interlace), 'p')).toMatchObject({
      channels: 1,
      pixels: Uint8Array.from(values(2).filter((_, i) => i % 2 === 0)),
    });
  });

  it('keeps the upper byte of 16 bits', () => {
    const bytes = encodePng({ width: 5, height: 3, channels: 3, depth: 16, data: Uint16Array.from(values(3), (v) => v * 256 + 99) });
    expect(decodeImage(bytes, 'p').pixels).toEqual(Uint8Array.from(values(3)));
  });

  it('stretches grey values of 1, 2 and 4 bits', () => {
    for (const depth of [1, 2, 4] as const) {
      const largest = 2 ** depth - 1;
      const rows = [0, 1, 2].map((y) => values(1, largest).slice(5 * y, 5 * y + 5));
      const packed = rows.flatMap((row) => {
        const bits = row
          .map((v) => v.toString(2).padStart(depth, '0'))
          .join('')
          .padEnd(Math.ceil((5 * depth) / 8) * 8, '0');
        return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
      });
      const bytes = encodePng({ width: 5, height: 3, channels: 1, depth, data: Uint8Array.from(packed) });
      expect(decodeImage(bytes, 'p').pixels).toEqual(Uint8Array.from(rows.flat(), (v) => (v * 255) / largest));
    }
  });

  it('looks colours up in the palette', () => {
    const palette = [
      [10, 20, 30],
      [40, 50, 60],
      [70, 80, 90],
    ];
    const data = Uint8Array.from(values(1), (v) => v % 3);
    const pixels = decodeImage(encodePng({ width: 5, height: 3, channels: 1, depth: 8, data, palette }), 'p').pixels;
    expect(pixels).toEqual(Uint8Array.from([...data].flatMap((i) => palette[i]!)));
    const wrong = encodePng({ width: 5, height: 3, channels: 1, depth: 8, data: data.map((v) => v + 7), palette });
    expect(() => decodeImage(wrong, 'p')).toThrow(/^p: is a damaged PNG/);
  });

  it('refuses damage, a size that its data do not fill, and a bomb', () => {
    const bytes = png(3);
    const flipped = bytes.slice();
    flipped[45]! ^= 1;
    expect(() => decodeImage(flipped, 'p')).toThrow('p: is a damaged PNG: the chunk at byte 33 does not match its checksum.');
    expect(() => decodeImage(bytes.subarray(0, bytes.length - 13), 'p')).toThrow(/^p: is a PNG that is cut after/);
    expect(() => decodeImage(mended(bytes, 23, 4, 8), 'p')).toThrow(/its data unpack to 48 bytes, its size asks for 64/);
    expect(() => decodeImage(mended(bytes, 18, 255, 8), 'p')).toThrow(/^p: has 65,285 × 3 pixels; the limit is|asks for/);
    expect(() => decodeImage(mended(bytes, 16, 255, 8), 'p')).toThrow(/the limit is 25,000,000 in all/);
    expect(() => decodeImage(mended(bytes, 19, 0, 8), 'p')).toThrow(/0 × 3 pixels/);
    expect(() => decodeImage(mended(bytes, 25, 5, 8), 'p')).toThrow(/unknown kind \(colour type 5, 8 bits\)/);
    const zeros = encodePng({ width: 4000, height: 1000, channels: 1, data: new Uint8Array(4e6) });
    const bomb = mended(mended(mended(zeros, 18, 0, 8), 19, 9, 8), 22, 0, 8);
    expect(() => decodeImage(bomb, 'p')).toThrow(/its data unpack to more than the 2,\d+ bytes of its size/);
  });

  it('returns a picture or an InputError whatever the damage', () => checkImage(png(3)));
});

describe('JPEG', () => {
  const photo = () => {
    const data = Uint8Array.from({ length: 20 * 12 * 4 }, (_, i) => (i % 4 === 3 ? 255 : 8 * (i >> 4)));
    return new Uint8Array(jpeg.encode({ width: 20, height: 12, data }, 90).data);
  };

  it('gives nearly the pixels that were packed, and exactly the library’s', () => {
    const image = decodeImage(photo(), 'j');
    expect([image.width, image.height, image.channels, image.pixels.length]).toEqual([20, 12, 3, 720]);
    const mean = image.pixels.reduce((sum, v, i) => sum + Math.abs(v - ((8 * (Math.floor(i / 3) >> 2)) & 255)), 0) / image.pixels.length;
    expect(mean).toBeLessThan(12);
    const rgba = jpeg.decode(photo(), { useTArray: true }).data;
    expect(image.pixels).toEqual(rgba.filter((_, i) => i % 4 < 3));
  });

  it('gives the same pixels here as in a browser', () => {
    expect(crc32(decodeImage(madeJpeg(), 'j').pixels)).toBe(madeJpegChecksum);
  });

  it('refuses what is cut, too large, or of a rare kind', () => {
    const bytes = photo();
    const frame = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
    const changed = (offset: number, byte: number) => bytes.map((old, i) => (i === frame + offset ? byte : old));
    expect(() => decodeImage(bytes.subarray(0, bytes.length / 2), 'j')).toThrow(/^j: is a damaged or cut JPEG/);
    expect(() => decodeImage(bytes.subarray(0, bytes.length - 1), 'j')).toThrow(/^j: is a damaged or cut JPEG/);
    expect(() => decodeImage(bytes.subarray(0, 100), 'j')).toThrow(/cut within its header, after 100 bytes/);
    expect(() =>
      decodeImage(
        changed(5, 255).map((b, i) => (i === frame + 7 ? 255 : b)),
        'j',
      ),
    ).toThrow(/has 65,300 × 65,292 pixels; the limit/);
    // Within the limit, but more than so few bytes can hold: no room is made for it.
    const claimed = bytes.slice();
    claimed.set([0x0b, 0x0d, 0x0e, 0x12], frame + 5);
    expect(() => decodeImage(claimed, 'j')).toThrow(/^j: is a damaged or cut JPEG: .* bytes cannot hold 3,602 × 2,829 pixels\.$/);
    expect(() => decodeImage(changed(1, 0xc9), 'j')).toThrow(/rare kind \(arithmetically coded\)/);
    expect(() => decodeImage(changed(4, 12), 'j')).toThrow(/12 bits a colour/);
    expect(() => decodeImage(changed(9, 2), 'j')).toThrow(/2 colours/);
    expect(() => decodeImage(bytes, 'j', { pixels: 239 })).toThrow(/20 × 12 pixels; the limit is 239/);
    const scans = new Uint8Array(bytes.length + 300).fill(0);
    scans.set(bytes);
    for (let i = bytes.length; i < scans.length; i += 2) scans.set([0xff, 0xda], i);
    expect(() => decodeImage(scans, 'j')).toThrow(/more than 100 scans/);
  });

  it('returns a picture or an InputError whatever the damage', () => checkImage(photo()));
});

describe('pictures', () => {
  it('makes colour of grey', () => {
    const grey: DecodedImage = { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(7, 250) };
    expect(asRgb(grey)).toEqual({ width: 2, height: 1, channels: 3, pixels: Uint8Array.of(7, 7, 7, 250, 250, 250) });
    const colour = asRgb(grey);
    expect(asRgb(colour)).toBe(colour);
  });

  it('refuses everything else', () => {
    expect(() => decodeImage(new TextEncoder().encode('GIF89a'), 'x.gif')).toThrow('x.gif: is not a picture in JPEG or PNG format.');
    expect(() => decodeImage(new Uint8Array(0), 'x')).toThrow(/it is empty/);
  });
});

function checkImage(bytes: Uint8Array): Promise<void> {
  return checkReader(
    bytes,
    (damaged) => decodeImage(damaged, 'f', { pixels: 100_000 }),
    ({ width, height, channels, pixels }) => pixels.length === width * height * channels && pixels.length > 0,
  );
}
