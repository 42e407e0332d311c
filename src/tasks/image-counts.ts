/** Sizes of image sets that are known before a picture was read: for building the task, and for reckoning its memory on the page. */
import type { ImageSetId } from '../datasets/parsed-set';

/** SVHN's validation part has this many, of both training parts. */
const mostHeldOutOfSvhn = 6000;

/** A training picture is larger by this share of the network's side on each side: 256 pixels for 224. */
const marginShare = 1 / 14;

/** Images that are cut from a training part of `count`. */
export function heldOutCount(id: ImageSetId, count: number): number {
  const tenth = Math.floor(count / 10);
  return id.startsWith('svhn') ? Math.min(tenth, mostHeldOutOfSvhn) : tenth;
}

/** Pixels that a random window leaves out in all. */
export function marginOf(side: number, augment: boolean): number {
  return augment ? Math.max(1, Math.round(side * marginShare)) : 0;
}
