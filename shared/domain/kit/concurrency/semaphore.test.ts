import { semaphore } from './semaphore';

/** Work that goes on until it is told to end. */
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
  it('lets wait what is too much, in the order in which it came', async () => {
    const log: string[] = [];
    const turns = semaphore(2);
    const works = ['first', 'second', 'third', 'fourth'].map((name) => aWork(name, log));
    const results = works.map(({ run }) => turns(run));
    await settled();
    expect(log).toEqual(['first', 'second']);
    works[1]?.end();
    await settled();
    expect(log).toEqual(['first', 'second', 'third']);
    for (const { end } of works) end();
    expect(await Promise.all(results)).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('gives the place of what failed to the next', async () => {
    const log: string[] = [];
    const turns = semaphore(1);
    const [broken, next] = [aWork('broken', log), aWork('next', log)];
    const results = [turns(broken.run), turns(next.run)];
    broken.fail();
    next.end();
    expect(await Promise.allSettled(results)).toMatchObject([{ status: 'rejected' }, { value: 'next' }]);
    expect(log).toEqual(['broken', 'next']);
  });

  it('is free again when everything is done', async () => {
    const turns = semaphore(1);
    await turns(async () => undefined);
    expect(await turns(async () => 'begun at once')).toBe('begun at once');
  });
});
