/** What the page says about the machine that computes. Plain data: crosses the worker boundary. */
export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];
export type BackendChoice = 'auto' | BackendName;

/** How training steps are made on WebGPU: recorded once and repeated, or one library call after the other. The numbers are the same. */
export const steppings = ['recorded', 'eager'] as const;
export type Stepping = (typeof steppings)[number];

/** What a WebGPU device takes at most, in bytes. */
export interface DeviceLimits {
  readonly buffer: number;
  /** Bound to a kernel at once: what one tensor may take. */
  readonly binding: number;
}

export interface DeviceInfo {
  readonly requested: BackendChoice;
  /** The backend in use, or the one that will be unless the trial finds a faster one. */
  readonly backend: BackendName;
  /** The GPU's name as the browser tells it, e.g. "NVIDIA · ampere"; null without WebGPU. */
  readonly adapter: string | null;
  /** The WebGPU adapter computes on the CPU (SwiftShader, lavapipe, WARP). */
  readonly software: boolean;
  /** The GPU's limits; null without WebGPU. */
  readonly limits: DeviceLimits | null;
  /** Why this backend, in one sentence. */
  readonly reason: string;
  /** Milliseconds an update in the short trial, where one was made, fastest first. */
  readonly trial: readonly { readonly backend: BackendName; readonly milliseconds: number }[];
}

/** How the message of a lost GPU device begins. */
export const deviceLost = 'the GPU device was lost';

/**
 * Whether an error says that the device, or the browser's whole GPU process, is gone: what is waiting for it then may be told before the
 * device itself is.
 */
export function saysDeviceLost(message: string): boolean {
  return message.startsWith(deviceLost) || /external instance reference|instance dropped|device (?:is|was) lost/i.test(message);
}
