import { setTimeout } from 'node:timers/promises';

export interface Clock {
  now(): Date;
}

/** Rejects when the signal is aborted, and releases its timer. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;

export const systemSleep: Sleep = (milliseconds, signal) =>
  setTimeout(milliseconds, undefined, signal ? { signal } : {});

export const systemClock: Clock = { now: () => new Date() };
