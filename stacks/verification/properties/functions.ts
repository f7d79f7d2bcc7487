import { set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const TYPE = 'aws_lambda_function';
const ID = 'email_function';

/** @see Amazon CloudWatch Logs API Reference, "PutRetentionPolicy" */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const functionProperties: readonly Property[] = [
  {
    name: 'every function has a timeout and memory of its own, within what Lambda allows',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ timeout, memory_size: memory }) => [
        ...(timeout && timeout <= 900 ? [] : [`timeout is ${timeout ?? 'not set'}, allowed 1 to 900 s`]),
        ...(memory && memory >= 128 && memory <= 10_240 ? [] : [`memory_size is ${memory ?? 'not set'}`]),
      ]),
    brokenBy: {
      'more than a quarter of an hour': set(TYPE, ID, { timeout: 901 }),
      'too little memory': set(TYPE, ID, { memory_size: 64 }),
    },
  },
  {
    name: 'every function has the time and the memory that its manifest says',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ function_name, timeout, memory_size }) => {
        const { timeoutSeconds, memoryMegabytes } = plan.manifestOf(function_name)?.function ?? {};
        const isOfManifest = timeout === timeoutSeconds && memory_size === memoryMegabytes;
        return !isOfManifest && `has ${timeout} s and ${memory_size} MB`;
      }),
  },
  {
    name: 'every function runs on Node 22 and arm64, from the bundle that tools/build/bundle.ts writes',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ runtime, architectures = ['x86_64'], handler }) => {
        const seen = [runtime, architectures.join('+'), handler].join(' ');
        return seen !== 'nodejs22.x arm64 index.handler' && `runs ${seen}`;
      }),
  },
  {
    name: 'every function logs JSON to a log group of its own, which is created first and has a retention',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ function_name, logging_config = {}, depends_on = [] }) => {
        const group = plan.referred('aws_cloudwatch_log_group', logging_config.log_group ?? '');
        return [
          ...(logging_config.log_format === 'JSON' ? [] : [`logs ${logging_config.log_format ?? 'text'}`]),
          ...(group?.body.name === `/aws/lambda/${function_name}` ? [] : [`logs to ${logging_config.log_group}`]),
          ...(group?.body.retention_in_days ? [] : ['keeps its log without limit']),
          ...(group && depends_on.includes(group.address) ? [] : ['does not depend on its log group']),
        ];
      }),
    brokenBy: {
      'no dependency': set(TYPE, ID, { depends_on: ['aws_iam_role_policy.email_policy'] }),
    },
  },
  {
    name: 'every function is traced',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ tracing_config }) => tracing_config?.mode !== 'Active' && 'is not traced'),
  },
  {
    name: 'the code of every function is its own bundle, shipped with the stack and known by the literal hash of that file',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ function_name, source_code_hash: hash = '', filename = '' }) => [
        ...(/^[A-Za-z0-9+/]{43}=$/.test(hash) ? [] : [`source_code_hash is '${hash}'`]),
        ...(isBundleOf(plan.manifestOf(function_name)?.name, filename) ? [] : [`filename is '${filename}'`]),
        ...(haveOneHash(plan, hash).length > 1 ? ['has the hash of another bundle'] : []),
      ]),
  },
  {
    name: 'every function waits for its permissions, so that its first invocation has them',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ role, depends_on = [] }) => {
        const own = plan.referred('aws_iam_role', role)?.address;
        const policies = plan
          .all('aws_iam_role_policy')
          .filter(({ body }) => own !== undefined && plan.referred('aws_iam_role', body.role)?.address === own);
        return policies.flatMap(({ address }) =>
          depends_on.includes(address) ? [] : [`does not depend on ${address}`],
        );
      }),
    brokenBy: { 'no dependency': set(TYPE, ID, { depends_on: ['aws_cloudwatch_log_group.email_log_group'] }) },
  },
  {
    name: 'a log is kept for as long as the environment says, in days that CloudWatch Logs knows',
    check: (plan) =>
      faultsOf(plan.all('aws_cloudwatch_log_group'), ({ retention_in_days: days = 0 }) => {
        const valid = days === plan.environment.logRetentionDays && LOG_RETENTION_DAYS.includes(days);
        return !valid && `keeps its log for ${days} days`;
      }),
  },
];

/** CDKTF copies an asset into `<construct>/<digest of the file>`. */
const BUNDLE = /^assets\/\w+\/(\w+)\/([a-z0-9-]+)\.zip$/;

const isBundleOf = (name: string | undefined, filename: string): boolean => BUNDLE.exec(filename)?.[2] === name;

/** Asset digests by source code hash. Two functions with the same bytes have the same hash. */
const haveOneHash = (plan: Plan, hash: string): unknown[] => [
  ...new Set(
    plan
      .all(TYPE)
      .filter(({ body }) => body.source_code_hash === hash)
      .map(({ body }) => BUNDLE.exec(body.filename ?? '')?.[1]),
  ),
];
