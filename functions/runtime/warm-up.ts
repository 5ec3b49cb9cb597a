/** What a first request would wait for is begun before it comes: clients are loaded, signed in and connected. */

/** Milliseconds: until then the host has the answer to its start, which must not wait for any of this. */
const PAUSE = 25;

/** @param warmUp may fail: then it is done by the request that needs it */
export function warmUpLater(warmUp: () => Promise<unknown>, pause: number = PAUSE): void {
  setTimeout(() => void warmUp().catch(() => undefined), pause).unref();
}
