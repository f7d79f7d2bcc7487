import type { Sleep } from './publish-all';

/** Between half and all of it, so that producers that were throttled together do not return together. */
export const sleepWithJitter: Sleep = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds * (0.5 + Math.random() / 2)));
