import { setTimeout } from 'node:timers/promises';
import { settledWithin } from './settled-within';

const sleep = (milliseconds: number, signal: AbortSignal) => setTimeout(milliseconds, undefined, { signal });

describe('settledWithin', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('waits no longer than the timeout for unfinished work', async () => {
    const waited = settledWithin(1_000, new Promise(() => {}), sleep).then(() => 'time is up');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await waited).toBe('time is up');
  });

  it('throws what the work throws, and leaves no timer behind', async () => {
    await expect(settledWithin(1_000, Promise.reject(new Error('broken')), sleep)).rejects.toThrow('broken');
    expect(jest.getTimerCount()).toBe(0);
  });
});
