/** A turn of the event loop in about 0.02 ms, so that messages get in between updates. `setTimeout` would wait 4 ms. */

type Immediate = (callback: () => void) => unknown;
const immediate = (globalThis as { setImmediate?: Immediate }).setImmediate;

let channel: MessageChannel | undefined;
const waiting: (() => void)[] = [];

function post(callback: () => void): void {
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()?.();
  }
  waiting.push(callback);
  channel.port2.postMessage(null);
}

/** Resolves after pending messages and input were handled. Node has its own word for this; there an open port would keep the process alive. */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    if (immediate) immediate(resolve);
    else post(resolve);
  });
}
