import { anEnvironment, withEveryOption } from '../../../../stacks/verification/testing/environments';
import { synthesize } from '../../../../stacks/verification/testing/synthesize';
import { parsePlan } from '../read-plan';
import { type Answers, awsError } from '../testing/test-aws';
import { LOOKUPS } from './';
import { CASES } from './testing/cases';
import { find, typeOf } from './testing/prod-plan';

const ENVIRONMENTS = [anEnvironment('local'), anEnvironment('dev'), withEveryOption('dev'), withEveryOption('prod')];
const PLANS = ENVIRONMENTS.map((environment) => {
  const { bytes } = synthesize(environment);
  return parsePlan(bytes.toString(), environment.name);
});

test('every type of resource that a stack has is looked up, and no other', () => {
  const types = new Set(PLANS.flatMap((plan) => plan.resources.map(({ type }) => type)));
  expect(Object.keys(LOOKUPS).sort()).toEqual([...types].sort());
});

test('every lookup has a case here', () => {
  expect(CASES.map(({ address }) => typeOf(address)).sort()).toEqual(Object.keys(LOOKUPS).sort());
});

test.each(CASES)('$address is found, and imported by $id', async ({ address, there, id }) => {
  expect((await find(address, there)).finding).toMatchObject({ kind: 'there', id });
});

test.each(CASES)('$address is absent where AWS has only others, or none', async ({ address, absent }) => {
  expect((await find(address, absent)).finding).toEqual({ kind: 'absent' });
});

describe('a call that is refused', () => {
  const denied = awsError('AccessDeniedException', 'not authorized', 403);
  const refusing = (answers: Answers): Answers =>
    Object.fromEntries(Object.keys(answers).map((command) => [command, denied]));

  test.each(CASES)('leaves $address unknown, or blocked by what is, and never absent', async ({ address, there }) => {
    const { finding } = await find(address, refusing(there));
    expect(['unknown', 'blocked']).toContain(finding.kind);
    expect(finding).toMatchObject({ reason: expect.stringContaining('(it needs ') });
  });

  test('names the actions that the lookup needs', async () => {
    expect((await find('aws_sqs_queue.email_queue', { GetQueueUrlCommand: denied })).finding).toEqual({
      kind: 'unknown',
      reason: 'its lookup failed: AccessDeniedException: not authorized (it needs sqs:GetQueueUrl)',
    });
  });
});
