import type { Sleep } from './publish-all';

/** Sleeps for 50 to 100 % of the time, so that producers that were throttled together do not retry together. */
export const sleepWithJitter: Sleep = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds * (0.5 + Math.random() / 2)));
