/** What the passes know of a program of the library: how an element of its output is made. */
import type { Index, KernelText } from './kernel-text';

/** A program whose every output element is made from a few input elements. */
export interface MapOperation {
  readonly kind: 'map';
  /** Rough number of instructions an element. */
  readonly cost: number;
  /** How many elements of each input an element is made from, if more than one (a loop): making one again costs that much. */
  readonly repeats?: number;
  /** Whether element i of the output reads element i of this input and no other. */
  sameIndex(use: number): boolean;
  /** Writes the operation and returns the element's text. */
  emit(text: KernelText, index: Index): string;
}

/** A program that reduces rows: output element o is made from input elements o · inner … (o + 1) · inner − 1. */
export interface Reduction {
  readonly kind: 'reduction';
  readonly outer: number;
  readonly inner: number;
  /** Threads that share a row in the library's kernel: they fix the order of its sums. */
  readonly width: number;
  /** All rows are one: row o adds the numbers o · width + thread, and from there every outer · width-th (`kernels/partial-sums.ts`). */
  readonly interleaved: boolean;
  /** The tree is as wide as the workgroup, however short the row: threads without a number hold the start. */
  readonly wholeTree: boolean;
  /** Text of the row's k-th number. */
  element(text: KernelText, row: Index, k: Index): string;
  /** Text of the accumulator's start, given the row's first element. */
  start(first: string): string;
  /** Text of the accumulator after one more number. */
  combine(text: KernelText, accumulated: string, next: string): string;
  /** Text of the result. */
  finish(accumulated: string): string;
}

export type Operation = MapOperation | Reduction;
