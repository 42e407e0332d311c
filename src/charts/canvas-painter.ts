/** The painter of the live charts: a two-dimensional canvas. */
import type { Size } from './frame';
import type { Fill, MarkShape, Painter, Path, Stroke, TextStyle } from './painter';

export class CanvasPainter implements Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #font: string;

  /** @param font font family of texts, as CSS */
  constructor(context: CanvasRenderingContext2D, font: string) {
    this.#context = context;
    this.#font = font;
    context.lineJoin = 'bevel';
    context.lineCap = 'round';
  }

  clip({ x, y, width, height }: { x: number; y: number; width: number; height: number }, draw: () => void): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    draw();
    context.restore();
  }

  line(path: Path, stroke: Stroke): void {
    if (path.length === 0) return;
    this.#stroke(stroke);
    this.#context.lineCap = stroke.dash?.length ? 'butt' : 'round';
    this.#trace(path);
    this.#context.stroke();
  }

  area(path: Path, fill: Fill): void {
    if (path.length === 0) return;
    this.#fill(fill);
    this.#trace(path);
    this.#context.fill();
  }

  rects(boxes: readonly number[], fill: Fill): void {
    this.#fill(fill);
    for (let i = 0; i < boxes.length; i += 4) {
      this.#context.fillRect(boxes[i] as number, boxes[i + 1] as number, boxes[i + 2] as number, boxes[i + 3] as number);
    }
  }

  marks(path: Path, shape: MarkShape, size: number, fill: Fill | null, stroke: Stroke | null): void {
    const context = this.#context;
    const half = size / 2;
    context.beginPath();
    for (let i = 0; i < path.length; i++) {
      if (path.isBreak(i)) continue;
      const x = path.x(i);
      const y = path.y(i);
      if (shape === 'circle') {
        context.moveTo(x + half, y);
        context.arc(x, y, half, 0, 2 * Math.PI);
      } else if (shape === 'square') context.rect(x - half, y - half, size, size);
      else {
        context.moveTo(x - half, y - half);
        context.lineTo(x + half, y + half);
        context.moveTo(x - half, y + half);
        context.lineTo(x + half, y - half);
      }
    }
    if (fill) {
      this.#fill(fill);
      context.fill();
    }
    if (stroke) {
      this.#stroke(stroke);
      context.stroke();
    }
  }

  text(x: number, y: number, text: string, { color, size, anchor, halo }: TextStyle): void {
    const context = this.#context;
    context.font = `${size}px ${this.#font}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.textBaseline = 'middle';
    context.globalAlpha = 1;
    if (halo) {
      context.setLineDash([]);
      context.lineJoin = 'round';
      context.strokeStyle = halo;
      context.lineWidth = 3;
      context.strokeText(text, x, y);
      context.lineJoin = 'bevel';
    }
    context.fillStyle = color;
    context.fillText(text, x, y);
  }

  #stroke({ color, width, alpha = 1, dash = [] }: Stroke): void {
    this.#context.strokeStyle = color;
    this.#context.lineWidth = width;
    this.#context.globalAlpha = alpha;
    this.#context.setLineDash(dash as number[]);
  }

  #fill({ color, alpha = 1 }: Fill): void {
    this.#context.fillStyle = color;
    this.#context.globalAlpha = alpha;
  }

  #trace(path: Path): void {
    const context = this.#context;
    context.beginPath();
    let start = true;
    for (let i = 0; i < path.length; i++) {
      if (path.isBreak(i)) {
        start = true;
        continue;
      }
      if (start) {
        context.moveTo(path.x(i), path.y(i));
        // A point between two breaks has no length; the round cap makes it a dot.
        if (i + 1 >= path.length || path.isBreak(i + 1)) context.lineTo(path.x(i), path.y(i));
      } else context.lineTo(path.x(i), path.y(i));
      start = false;
    }
  }
}

/** Sizes a canvas to the frame in device pixels, clears it, and lets it be drawn on in CSS pixels. */
export function fitCanvas(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, { width, height }: Size): void {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
    canvas.width = deviceWidth;
    canvas.height = deviceHeight;
  } else {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, deviceWidth, deviceHeight);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}
