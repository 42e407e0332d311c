/** What the page is told of a task: plain data, made from the task when a session begins. */
import type { Task } from '../tasks/definition';
import type { GalleryInfo, TaskInfo } from './session-events';

function galleryInfoOf({ gallery }: Task): GalleryInfo | null {
  if (!gallery) return null;
  const { kind, classNames, labels, flipped } = gallery;
  const { width, height } = gallery.kind === 'pictures' ? gallery : { width: 0, height: 0 };
  return { kind, width, height, classNames, labels, flipped };
}

/** A task as the page knows it. */
export function taskInfoOf(task: Task, batchSize: number): TaskInfo {
  return {
    trainSize: task.trainSize,
    validationSize: task.validationSize,
    parameterCount: task.parameterCount,
    batchesPerEpoch: Math.ceil(task.trainSize / batchSize),
    floor: task.floor,
    hasAccuracy: task.hasAccuracy,
    scene: task.scene ?? null,
    gallery: galleryInfoOf(task),
    classNames: (task.confusion && task.validationSize > 0 && task.classNames) || null,
    canGenerate: task.generate !== undefined,
  };
}
