import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { HOLES } from './holes';
import { anyPlan, aPlan } from './plan';
import { runModel } from './run-model';
import { SCHEDULES } from './schedules';

it('a run without faults reaches its target once, and finds nothing', async () => {
  const { findings, timeline } = await runModel(aPlan());
  expect(findings).toEqual([]);
  expect(timeline.filter((line) => line.includes('effect'))).toHaveLength(1);
});

it.each(Object.entries(SCHEDULES))('a schedule that was found, and must find nothing: %s', async (_, plan) => {
  const { findings, timeline } = await runModel(plan);
  expect({ findings, timeline: findings.length > 0 ? timeline : [] }).toEqual({ findings: [], timeline: [] });
});

it('some hundred random plans find nothing; npm run test:model has thousands', async () => {
  const findings = fc.asyncProperty(anyPlan, async (plan) => expect((await runModel(plan)).findings).toEqual([]));
  await fc.assert(findings, { numRuns: 200, seed: 1 });
}, 60_000);

it.each(HOLES)('the source contains the fix exactly once: $name', ({ file, fix }) => {
  expect(readFileSync(join(__dirname, '..', '..', '..', file), 'utf8').split(fix)).toHaveLength(2);
});
