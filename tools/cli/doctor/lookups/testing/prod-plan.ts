import { withEveryOption } from '../../../../../stacks/verification/testing/environments';
import { synthesize } from '../../../../../stacks/verification/testing/synthesize';
import { ResourceSearch } from '../../find-resources';
import { parsePlan, type StackPlan } from '../../read-plan';
import { type Answers, awsError, testAws } from '../../testing/test-aws';
import { LOOKUPS } from '..';

/** The plan of `prod` with every option. */
export const PROD: StackPlan = parsePlan(synthesize(withEveryOption('prod')).bytes.toString(), 'prod');

export const bodyOf = (address: string) => PROD.resources.find((one) => one.address === address)?.body ?? {};

export const regionalArn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-central-1:111122223333:${resource}`;

/** Tags of every resource of `prod`. */
export const TAGS = { service: 'carillon', environment: 'prod' };
export const TAG_LIST = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));

/** Metadata of `aws_kms_key.keys_data`. */
export const KEY_METADATA = {
  KeyId: 'k1',
  Arn: regionalArn('kms', 'key/k1'),
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeySpec: 'SYMMETRIC_DEFAULT',
  Description: bodyOf('aws_kms_key.keys_data').description,
};

export const NOT_FOUND = awsError('ResourceNotFoundException');

/** Responses with which every owner exists. */
const OWNERS: Answers = {
  HeadBucketCommand: {},
  GetRoleCommand: { Role: { Tags: TAG_LIST } },
  GetFunctionConfigurationCommand: {},
  DescribeRuleCommand: {},
  GetConfigurationSetCommand: { Tags: TAG_LIST },
  GetTopicAttributesCommand: {},
  DescribeKeyCommand: { KeyMetadata: KEY_METADATA },
  ListKeysCommand: {},
  DescribeLogGroupsCommand: ({ logGroupNamePrefix: logGroupName }: { logGroupNamePrefix: string }) => ({
    logGroups: [{ logGroupName }],
  }),
};

export const typeOf = (address: string): string => address.split('.')[0] ?? '';

/** Looks up one resource of the plan in an account with these responses, in which every owner exists. */
export async function find(address: string, answers: Answers, plan: StackPlan = PROD) {
  const aws = testAws({ ...OWNERS, ...answers });
  const search = new ResourceSearch(plan, aws);
  const finding = await search.findingOf(address);
  return { finding, calls: aws.calls, remarks: [...search.remarks] };
}

/** Addresses that an attribute refers to, such as `${aws_sqs_queue.one.arn}`. */
export const referred = (value: unknown): string[] =>
  [...String(value ?? '').matchAll(/\$\{([\w-]+\.[\w-]+)\./g)].map(([, address = '']) => address);
export const ownerOf = (address: string): string | undefined =>
  referred(bodyOf(address)[LOOKUPS[typeOf(address)]?.belongsTo ?? ''])[0];
