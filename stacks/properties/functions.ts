import { eventSources, redriveOf } from './flow';
import { reference, set, unset } from './mutations';
import { faultsOf, type Property } from './property';

const TYPE = 'aws_lambda_function';
const ID = 'email_function';

/** What is worth stealing has such a name; values of such a form are secrets whatever they are called. */
const SECRET_NAME = /SECRET|PASSWORD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/i;
const SECRET_VALUE = /whsec_|whsk_|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|:\/\/[^/\s]+:[^/\s]+@/;

export const functionProperties: readonly Property[] = [
  {
    name: 'every function has a timeout and memory of its own, within what Lambda allows',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ timeout, memory_size: memory }) => [
        ...(timeout && timeout <= 900 ? [] : [`timeout is ${timeout ?? 'not set'}, allowed 1 to 900 s`]),
        ...(memory && memory >= 128 && memory <= 10_240 ? [] : [`memory_size is ${memory ?? 'not set'}`]),
      ]),
    brokenBy: {
      'no timeout': unset(TYPE, ID, 'timeout'),
      'more than a quarter of an hour': set(TYPE, ID, { timeout: 901 }),
      'no memory': unset(TYPE, ID, 'memory_size'),
      'too little memory': set(TYPE, ID, { memory_size: 64 }),
    },
  },
  {
    name: 'every function runs on Node 22 and arm64, from the bundle that tools/bundle.ts writes',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ runtime, architectures = ['x86_64'], handler }) => {
        const seen = [runtime, architectures.join('+'), handler].join(' ');
        return seen !== 'nodejs22.x arm64 index.handler' && `runs ${seen}`;
      }),
    brokenBy: {
      'another runtime': set(TYPE, ID, { runtime: 'nodejs20.x' }),
      'the default architecture': unset(TYPE, ID, 'architectures'),
      'another entry': set(TYPE, ID, { handler: 'main.handler' }),
    },
  },
  {
    name: 'every function logs JSON, to a log group of its own that is there first and does not keep for ever',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ function_name, logging_config = {}, depends_on = [] }) => {
        const group = plan.referred('aws_cloudwatch_log_group', logging_config.log_group ?? '');
        return [
          ...(logging_config.log_format === 'JSON' ? [] : [`logs ${logging_config.log_format ?? 'text'}`]),
          ...(group?.body.name === `/aws/lambda/${function_name}` ? [] : [`logs to ${logging_config.log_group}`]),
          ...(group?.body.retention_in_days ? [] : ['keeps its log for ever']),
          ...(group && depends_on.includes(group.address) ? [] : ['does not depend on its log group']),
        ];
      }),
    brokenBy: {
      text: set(TYPE, ID, {
        logging_config: { log_format: 'Text', log_group: reference('aws_cloudwatch_log_group.email_log_group.name') },
      }),
      'the log group of another': set(TYPE, ID, {
        logging_config: { log_format: 'JSON', log_group: reference('aws_cloudwatch_log_group.webhook_log_group.name') },
      }),
      'no logging at all': unset(TYPE, ID, 'logging_config'),
      'no retention': unset('aws_cloudwatch_log_group', 'email_log_group', 'retention_in_days'),
      'no dependency': set(TYPE, ID, { depends_on: ['aws_iam_role_policy.email_policy'] }),
    },
  },
  {
    name: 'every function is traced',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ tracing_config }) => tracing_config?.mode !== 'Active' && 'is not traced'),
    brokenBy: {
      'not set': unset(TYPE, ID, 'tracing_config'),
      'passed through': set(TYPE, ID, { tracing_config: { mode: 'PassThrough' } }),
    },
  },
  {
    name: 'the code of every function is known by a literal hash, and shipped with the stack',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ source_code_hash: hash = '', filename = '' }) => [
        ...(/^[A-Za-z0-9+/]{43}=$/.test(hash) ? [] : [`source_code_hash is '${hash}'`]),
        ...(/^assets\/\w+\/\w+\/[a-z0-9-]+\.zip$/.test(filename) ? [] : [`filename is '${filename}'`]),
      ]),
    brokenBy: {
      'no hash': unset(TYPE, ID, 'source_code_hash'),
      'computed by Terraform': set(TYPE, ID, { source_code_hash: reference('filebase64sha256("email.zip")') }),
      'a file of this host': set(TYPE, ID, { filename: '/home/ann/carillon/dist/functions/email.zip' }),
    },
  },
  {
    name: 'no secret is in the environment of a function',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ environment }) =>
        Object.entries(environment.variables)
          .filter(([name, value]) => SECRET_NAME.test(name) || SECRET_VALUE.test(value))
          .map(([name]) => `has ${name}`),
      ),
    brokenBy: {
      'by name': set(TYPE, ID, { environment: { variables: { WEBHOOK_SECRET: 'x' } } }),
      'by value': set(TYPE, ID, { environment: { variables: { SIGNING: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } } }),
      'in a URL': set(TYPE, ID, { environment: { variables: { PROXY: 'http://ann:hunter2@proxy.example.com' } } }),
    },
  },
  {
    name: 'a function knows its own queues by their URLs',
    check: (plan) =>
      eventSources(plan).flatMap(({ queue, function: fn }) =>
        faultsOf([fn], ({ environment: { variables } }) => {
          const target = plan.queueByArn(redriveOf(queue).deadLetterTargetArn)?.body.name;
          const url = (name?: string) => {
            const { region, accountId } = plan.environment;
            return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
          };
          return [
            ...(variables.QUEUE_URL === url(queue.name) ? [] : [`QUEUE_URL is ${variables.QUEUE_URL}`]),
            ...(variables.DEAD_LETTER_QUEUE_URL === url(target) ? [] : ['DEAD_LETTER_QUEUE_URL is another']),
          ];
        }),
      ),
    brokenBy: {
      "another's queue": setVariable('QUEUE_URL', 'https://sqs.eu-central-1.amazonaws.com/111122223333/other'),
      'its queue for dead letters': setVariable(
        'DEAD_LETTER_QUEUE_URL',
        'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-email',
      ),
    },
  },
  {
    name: 'a claim outlives the invocation that made it, and ends before the message comes back',
    check: (plan) =>
      eventSources(plan).flatMap(({ queue, function: fn }) =>
        faultsOf([fn], ({ timeout = 0, environment }) => {
          const lease = Number(environment.variables.LEASE_SECONDS);
          const visibility = queue.visibility_timeout_seconds ?? 0;
          return (
            !(lease > timeout && lease <= visibility) && `lease ${lease} s, allowed ${timeout + 1} to ${visibility}`
          );
        }),
      ),
    brokenBy: {
      'the timeout': setVariable('LEASE_SECONDS', '60'),
      'longer than invisible': setVariable('LEASE_SECONDS', '361'),
      'no number': setVariable('LEASE_SECONDS', ''),
    },
  },
  {
    name: 'every function knows all channels',
    check: (plan) => {
      const channels = eventSources(plan).map(({ queue }) => queue.name.replace(/^carillon-[a-z]+-/, ''));
      return faultsOf(plan.all(TYPE), ({ environment: { variables } }) => {
        const known = variables.CHANNELS?.split(',') ?? [];
        return known.sort().join() !== channels.sort().join() && `knows ${known}, expected ${channels}`;
      });
    },
    brokenBy: { 'one less': setVariable('CHANNELS', 'email,audit') },
  },
];

function setVariable(name: string, value: string): Property['brokenBy'][string] {
  return (plan) => {
    plan.one(TYPE, ID).environment.variables[name] = value;
  };
}
