import fc from 'fast-check';
import { anyPlan, type Plan } from './plan';
import { runModel } from './run-model';

/** Looks for a plan whose run finds something, and shrinks it. */
export async function search(runs: number, seed: number): Promise<boolean> {
  const result = await fc.check(
    fc.asyncProperty(anyPlan, async (plan) => (await runModel(plan)).findings.length === 0),
    { numRuns: runs, seed },
  );
  if (!result.failed) console.log(`${runs} runs from seed ${seed}: nothing lost, repeated or changed`);
  else await report(result.counterexample?.[0] as Plan, seed);
  return !result.failed;
}

async function report(plan: Plan, seed: number): Promise<void> {
  const { findings, timeline } = await runModel(plan);
  console.log([`seed ${seed} fails with`, JSON.stringify(plan), '', ...findings, '', ...timeline].join('\n'));
}
