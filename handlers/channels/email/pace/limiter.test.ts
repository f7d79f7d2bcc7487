import { createLimiter } from './limiter';

it('begins as much at once as it may, and more when something has ended, also badly', async () => {
  const limiter = createLimiter(2);
  const ends: (() => void)[] = [];
  const work = () => new Promise<string>((resolve) => void ends.push(() => resolve('done')));
  const [first, second] = [limiter.begin(work), limiter.begin(() => Promise.reject(new Error('broken')))];
  expect([limiter.begin(work), limiter.begin(work), ends.length]).toEqual([undefined, undefined, 1]);
  await expect(second).rejects.toThrow('broken');
  const third = limiter.begin(work);
  expect([limiter.begin(work), ends.length]).toEqual([undefined, 2]);
  for (const end of ends) end();
  expect(await Promise.all([first, third])).toEqual(['done', 'done']);
});
