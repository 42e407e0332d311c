import { describe, expect, it } from 'vitest';
import { dashesOf, Path } from './painter';
import { SvgPainter } from './svg-painter';

describe('SvgPainter', () => {
  it('writes paths, marks and safe text', () => {
    const painter = new SvgPainter('Font "A"', 'p');
    const path = new Path();
    path.push(1, 2);
    path.push(3.1234, 4);
    path.break();
    path.push(5, 6);
    painter.clip({ x: 0, y: 0, width: 9, height: 9 }, () => painter.line(path, { color: '#123', width: 2, alpha: 0.5, dash: [4, 2] }));
    painter.text(1, 2, '<η & "γ">', { color: 'red', size: 11, anchor: 'end' });
    const text = painter.toString();
    expect(text).toContain('d="M1 2L3.12 4M5 6L5 6"');
    expect(text).toContain('stroke-dasharray="4 2"');
    expect(text).toContain('clip-path="url(#p-clip-0)"');
    expect(text).toContain('&#60;η &#38; &#34;γ&#34;&#62;');
  });

  it('reads dash arrays', () => {
    expect(dashesOf('6 3')).toEqual([6, 3]);
    expect(dashesOf('6,3 1')).toEqual([6, 3, 1]);
    expect(dashesOf(null)).toEqual([]);
    expect(dashesOf('none')).toEqual([]);
  });
});
