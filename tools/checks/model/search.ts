import fc from 'fast-check';
import { anyPlan, type Plan } from './plan';
import { runModel } from './run-model';
import { SCHEDULES } from './schedules';

/** Searches for a failing plan and shrinks it. Runs the regression plans first. */
export async function search(runs: number, seed: number): Promise<boolean> {
  for (const [name, plan] of Object.entries(SCHEDULES)) {
    if ((await runModel(plan)).findings.length === 0) continue;
    await report(plan, `'${name}'`);
    return false;
  }
  const result = await fc.check(
    fc.asyncProperty(anyPlan, async (plan) => (await runModel(plan)).findings.length === 0),
    { numRuns: runs, seed },
  );
  if (!result.failed) console.log(`${runs} runs from seed ${seed}: nothing lost, repeated or changed`);
  else await report(result.counterexample?.[0] as Plan, `seed ${seed}`);
  return !result.failed;
}

async function report(plan: Plan, name: string): Promise<void> {
  const { findings, timeline } = await runModel(plan);
  console.log([`${name} fails with`, JSON.stringify(plan), '', ...findings, '', ...timeline].join('\n'));
}
