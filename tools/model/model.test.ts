import fc from 'fast-check';
import { anyPlan, aPlan } from './plan';
import { runModel } from './run-model';

it('a run in which nothing goes wrong finds nothing', async () => {
  const { findings, timeline } = await runModel(aPlan());
  expect(findings).toEqual([]);
  expect(timeline).toHaveLength(6);
});

it('finds nothing in any run', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (plan) => {
      const { findings, timeline } = await runModel(plan);
      if (findings.length > 0) throw new Error([...findings, ...timeline].join('\n'));
    }),
    { numRuns: Number(process.env.RUNS ?? 300), seed: Number(process.env.SEED ?? 1) },
  );
}, 600_000);
