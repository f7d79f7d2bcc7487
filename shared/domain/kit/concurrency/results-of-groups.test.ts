import { resultsOfGroups } from './results-of-groups';

const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];

it('gives each item its own result, and does not wait for another group', async () => {
  const hangs = new Promise<readonly string[]>(() => undefined);
  const call = (group: readonly { name: string }[]) =>
    group.includes(a) ? hangs : Promise.resolve(group.map(({ name }) => `of ${name}`));
  const results = resultsOfGroups([[a], [b, c]], call);
  expect(await Promise.all([results.get(b), results.get(c)])).toEqual(['of b', 'of c']);
});

it('fails for the items of the group whose call fails', async () => {
  const call = async (group: readonly object[]) => {
    if (group.includes(a)) throw new Error('throttled');
    return group.map(() => 'done');
  };
  const results = resultsOfGroups([[a, b], [c]], call);
  const settled = await Promise.allSettled([a, b, c].map((item) => results.get(item)));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});
