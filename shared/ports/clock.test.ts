import { systemSleep } from './clock';

describe('systemSleep', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('resolves when the time is up, and leaves no listener behind', async () => {
    const { signal } = new AbortController();
    const [added, removed] = [jest.spyOn(signal, 'addEventListener'), jest.spyOn(signal, 'removeEventListener')];
    const slept = systemSleep(1_000, signal);
    jest.advanceTimersByTime(999);
    expect(removed).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    await slept;
    expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 1]);
  });

  it('rejects with the reason of an abort, at once, and releases its timer', async () => {
    const controller = new AbortController();
    const slept = systemSleep(1_000, controller.signal);
    controller.abort('over');
    await expect(slept).rejects.toBe('over');
    await expect(systemSleep(1_000, controller.signal)).rejects.toBe('over');
    expect(jest.getTimerCount()).toBe(0);
  });
});
