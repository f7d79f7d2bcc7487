import { semaphore } from './semaphore';

/** Work that goes on until its test ends it. */
function aWork(name: string, log: string[]) {
  let [end, fail] = [() => {}, () => {}];
  const work = new Promise<string>((resolve, reject) => {
    [end, fail] = [() => resolve(name), () => reject(new Error(name))];
  });
  const run = () => {
    log.push(name);
    return work;
  };
  return { run, end, fail };
}

const settled = () => new Promise(setImmediate);

describe('semaphore', () => {
  it('makes tasks beyond the limit wait, in FIFO order', async () => {
    const log: string[] = [];
    const turns = semaphore(2);
    const works = ['first', 'second', 'third', 'fourth'].map((name) => aWork(name, log));
    const results = works.map(({ run }) => turns.run(run));
    await settled();
    expect(log).toEqual(['first', 'second']);
    works[1]?.end();
    await settled();
    expect(log).toEqual(['first', 'second', 'third']);
    for (const { end } of works) end();
    expect(await Promise.all(results)).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('hands the slot of a failed task to the next', async () => {
    const log: string[] = [];
    const turns = semaphore(1);
    const [broken, next] = [aWork('broken', log), aWork('next', log)];
    const results = [turns.run(broken.run), turns.run(next.run)];
    broken.fail();
    next.end();
    expect(await Promise.allSettled(results)).toMatchObject([{ status: 'rejected' }, { value: 'next' }]);
    expect(log).toEqual(['broken', 'next']);
  });

  it('is free again when every task is done', async () => {
    const turns = semaphore(1);
    await turns.run(async () => undefined);
    expect(await turns.run(async () => 'begun at once')).toBe('begun at once');
  });

  it('runs tasks up to the limit without a wait, and more when a task has ended or failed', async () => {
    const { tryRun } = semaphore(2);
    const ends: (() => void)[] = [];
    const work = () => new Promise<string>((resolve) => void ends.push(() => resolve('done')));
    const [first, second] = [tryRun(work), tryRun(() => Promise.reject(new Error('broken')))];
    expect([tryRun(work), tryRun(work), ends.length]).toEqual([undefined, undefined, 1]);
    await expect(second).rejects.toThrow('broken');
    const third = tryRun(work);
    expect([tryRun(work), ends.length]).toEqual([undefined, 2]);
    for (const end of ends) end();
    expect(await Promise.all([first, third])).toEqual(['done', 'done']);
  });
});
