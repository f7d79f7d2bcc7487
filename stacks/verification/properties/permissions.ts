import type { Capability } from '../../../shared/domain/manifest/channel';
import {
  channelSources,
  type EventSource,
  eventSources,
  failedRunsOf,
  failuresOf,
  readsStream,
  redriveOf,
  type StreamSource,
  streamSources,
} from './flow';
import { CAPABILITY_PURPOSES } from './key-purposes';
import { reference } from './mutations';
import type { Plan, Resource } from './plan';
import { allowsOf, list, type PolicyStatement } from './policy-document';
import type { FunctionBody, RolePolicyBody } from './terraform-json';

/**
 * Permissions as `<action> on <resource>`; with a condition on partition keys or attributes,
 * `<action> on <resource> [<keys or attributes>]`.
 */
export interface FunctionPermissions {
  readonly policy: Resource<RolePolicyBody>;
  readonly granted: readonly string[];
  readonly needed: readonly string[];
}

export const permissionsOfFunctions = (plan: Plan): FunctionPermissions[] =>
  plan.all('aws_lambda_function').flatMap((fn) => {
    const role = plan.referred('aws_iam_role', fn.body.role)?.address;
    const policies = plan.all('aws_iam_role_policy');
    return policies
      .filter(({ body }) => role !== undefined && plan.referred('aws_iam_role', body.role)?.address === role)
      .map((policy) => ({ policy, granted: grantedBy(policy.body.policy), needed: neededBy(fn, plan) }));
  });

const grantedBy = (policy: string): string[] =>
  allowsOf(policy).flatMap((statement) => {
    const limit = leadingKeys(statement) || attributes(statement);
    const resources = list(statement.Resource).map((resource) => (limit === '' ? resource : `${resource} [${limit}]`));
    return resources.flatMap((resource) => on(resource, ...list(statement.Action)));
  });

/** Partition keys that a statement is limited to; empty for a statement without this condition. */
export const leadingKeys = ({ Condition }: PolicyStatement): string =>
  list(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']).join();

const attributes = ({ Condition }: PolicyStatement): string =>
  list(Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes']).join();

/** Attributes of a delivery's state and of its wait; excludes notification, target and channel. */
const OF_FEEDBACK =
  'pk,sk,tenant,state,feedback,returned,redrive,refusedAt,leaseUntil,notBefore,dueAt,parkShard,parked';

/** Keys of suppressed addresses, and of notifications, which the same BatchGetItem reads. */
export const SUPPRESSED_OR_ULID = 'S#*,0*,1*,2*,3*,4*,5*,6*,7*';

/** ULIDs, and UUIDs in lower case. */
export const RECORD_IDS = '0*,1*,2*,3*,4*,5*,6*,7*,8*,9*,a*,b*,c*,d*,e*,f*';

/** Independent copy of `stacks/capabilities`, so that a mistake there fails here. */
function neededBy({ address, body }: Resource<FunctionBody>, plan: Plan): string[] {
  const log = plan.arn('logs', `log-group:/aws/lambda/${body.function_name}:*`);
  const capabilities = plan.manifestOf(body.function_name)?.capabilities ?? [];
  return [
    ...eventSources(plan)
      .filter((source) => source.function.address === address)
      .flatMap((source) => neededToDrain(source, plan)),
    ...streamSources(plan)
      .filter((source) => source.function.address === address)
      .flatMap((source) => neededToRead(source, plan)),
    ...plan
      .all('aws_lambda_function_event_invoke_config')
      .filter(({ body: runs }) => plan.referred('aws_lambda_function', runs.function_name)?.address === address)
      .flatMap((runs) => on(plan.arn('sqs', failedRunsOf(plan, runs)?.body.name ?? 'no queue'), 'sqs:SendMessage')),
    ...on(log, 'logs:CreateLogStream', 'logs:PutLogEvents'),
    ...on('*', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords'),
    ...new Set(capabilities.flatMap((capability) => neededFor(capability, plan))),
  ];
}

/**
 * A channel's function sends to its own queue too: later attempts, and the fan-out to one message per target. So does one
 * that imports files, to continue with a file.
 */
function neededToDrain({ address, queue, function: fn }: EventSource, plan: Plan): string[] {
  const own = plan.arn('sqs', queue.name);
  const isChannel = channelSources(plan).some((source) => source.address === address);
  const isOfStream = readsStream(plan, fn.address);
  const isOfUploads = importsUploads(plan, fn.body.function_name);
  return [
    ...on(own, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
    ...(isChannel || isOfStream || isOfUploads ? on(own, 'sqs:SendMessage') : []),
    ...(isOfStream ? [] : on(redriveOf(queue).deadLetterTargetArn ?? 'no queue', 'sqs:SendMessage')),
  ];
}

const importsUploads = (plan: Plan, functionName: string): boolean => {
  const manifest = plan.manifestOf(functionName);
  return manifest !== undefined && 'trigger' in manifest && manifest.trigger.kind === 'uploads';
};

function neededToRead(source: StreamSource, plan: Plan): string[] {
  const { event_source_arn: stream } = source.mapping.body;
  return [
    ...on(
      stream,
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ),
    ...on(plan.arn('sqs', failuresOf(plan, source)?.body.name ?? 'no queue'), 'sqs:SendMessage'),
  ];
}

function neededFor(capability: Capability, plan: Plan): string[] {
  const { name } = plan.environment;
  const table = (part: string) => plan.arn('dynamodb', `table/carillon-${name}-${part}`);
  const directory = (keys: string) => `${table('directory')} [${keys}]`;
  switch (capability) {
    case 'ledger:accept':
      return [
        ...on(`${table('ledger')} [${RECORD_IDS}]`, 'dynamodb:PutItem'),
        ...(plan.environment.emulatedIam ? [] : on(`${table('ledger')} [${RECORD_IDS}]`, 'dynamodb:PartiQLInsert')),
      ];
    case 'ledger:accepted':
      return on(table('ledger'), 'dynamodb:BatchGetItem');
    case 'ledger:read':
      return on(`${table('ledger')} [${RECORD_IDS}]`, 'dynamodb:Query', 'dynamodb:BatchGetItem');
    case 'listing:read':
      return [table('listing'), `${table('listing')}/index/set`].flatMap((of) => on(of, 'dynamodb:Query'));
    case 'replays:begin':
      return on(`${table('listing')} [R#*]`, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    case 'replays:continue':
      return [
        ...on(`${table('listing')}/index/set [R]`, 'dynamodb:Query'),
        ...on(`${table('listing')} [R#*]`, 'dynamodb:UpdateItem', 'dynamodb:PutItem'),
      ];
    case 'listing:write':
      return on(table('listing'), 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem');
    case 'audit:link':
      return [
        ...on(`${table('ledger')} [C#*]`, 'dynamodb:Query'),
        ...on(`${table('ledger')} [C#*,CHAINS]`, 'dynamodb:PutItem'),
      ];
    case 'ledger:claim':
      return [
        ...on(table('ledger'), 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'),
        ...on(`${table('ledger')} [${RECORD_IDS}]`, 'dynamodb:PutItem', 'dynamodb:UpdateItem'),
        ...on(`${table('ledger')} [${RECORD_IDS}]`, 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'),
      ];
    case 'ledger:inspect':
      return on(table('ledger'), 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query');
    case 'directory:manage':
      return [
        ...on(directory('T#*'), 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'),
        ...on(directory('T#*,R#*'), 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'),
        ...on(directory('S#*'), 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'),
      ];
    case 'ledger:note':
      return on(`${table('ledger')} [${RECORD_IDS}]`, 'dynamodb:PutItem');
    case 'ledger:sweep':
      return [
        ...on(`${table('ledger')}/index/parked`, 'dynamodb:Query'),
        ...on(table('ledger'), 'dynamodb:BatchGetItem', 'dynamodb:Scan'),
        ...on(`${table('ledger')} [${RECORD_IDS}]`, 'dynamodb:UpdateItem', 'dynamodb:PartiQLUpdate'),
        ...on(`${table('ledger')} [SCAN]`, 'dynamodb:GetItem', 'dynamodb:PutItem'),
      ];
    case 'queues:send':
      return plan.manifests.channels.flatMap((channel) =>
        on(plan.arn('sqs', `carillon-${name}-${channel.name}`), 'sqs:SendMessage'),
      );
    case 'ledger:feedback':
      return [
        ...on(table('ledger'), 'dynamodb:GetItem'),
        ...on(`${table('ledger')} [${OF_FEEDBACK}]`, 'dynamodb:UpdateItem'),
      ];
    case 'directory:preferences':
      return on(directory('S#*'), 'dynamodb:PutItem');
    case 'directory:find':
      return on(directory('T#*'), 'dynamodb:BatchGetItem');
    case 'directory:endpoints':
      return on(directory('T#*'), 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query');
    case 'directory:circuits':
      return [
        ...on(directory('T#*'), 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'),
        ...on(directory('R#*'), 'dynamodb:UpdateItem'),
      ];
    case 'directory:suppressions':
      return on(directory(SUPPRESSED_OR_ULID), 'dynamodb:BatchGetItem');
    case 'keys:endpoints':
    case 'keys:unsubscribe':
    case 'keys:addresses':
    case 'keys:messages':
      return [
        ...on(directory(`K#${CAPABILITY_PURPOSES[capability]}`), 'dynamodb:Query'),
        ...on(reference('aws_kms_key.keys_data.arn'), 'kms:Decrypt'),
      ];
    case 'keys:endpoints:create':
    case 'keys:unsubscribe:create':
    case 'keys:addresses:create':
    case 'keys:messages:create':
      return [
        ...on(directory(`K#${CAPABILITY_PURPOSES[capability]}`), 'dynamodb:PutItem'),
        ...on(reference('aws_kms_key.keys_data.arn'), 'kms:GenerateDataKey'),
      ];
    case 'events:raise':
      return on(plan.arn('sns', `carillon-${name}-events`), 'sns:Publish');
    case 'bus:put':
      return on(plan.arn('events', `event-bus/carillon-${name}`), 'events:PutEvents');
    case 'events:hand-on':
      return plan.environment.busEvents === 'off'
        ? []
        : on(plan.arn('sqs', `carillon-${name}-event-relay`), 'sqs:SendMessage');
    case 'notifications:publish':
      return on(plan.arn('sns', `carillon-${name}-notifications`), 'sns:Publish');
    case 'audit:anchor': {
      const bucket = bucketArn(plan, 'audit');
      return [
        ...on(`${table('ledger')} [C#*,CHAINS]`, 'dynamodb:Query'),
        ...on(table('ledger'), 'dynamodb:BatchGetItem'),
        ...on(bucket, 's3:ListBucketVersions'),
        ...on(`${bucket}/anchors/*`, 's3:GetObject', 's3:GetObjectVersion', 's3:PutObject'),
        ...on(`${bucket}/archive/*`, 's3:GetObject', 's3:GetObjectVersion', 's3:PutObject'),
        ...on(reference('aws_kms_key.vault_key.arn'), 'kms:Sign'),
      ];
    }
    case 'api:tokens':
    case 'unsubscribe:link':
      return [];
    case 'attachments:read': {
      const bucket = bucketArn(plan, 'attachments');
      return [...on(`${bucket}/*`, 's3:GetObject'), ...on(bucket, 's3:ListBucket')];
    }
    case 'uploads:import': {
      const bucket = bucketArn(plan, 'uploads');
      return [
        ...on(`${bucket}/inbox/*`, 's3:GetObject'),
        ...on(bucket, 's3:ListBucket'),
        ...on(`${bucket}/results/*`, 's3:GetObject', 's3:PutObject'),
        ...on(`${bucket}/work/*`, 's3:GetObject', 's3:PutObject'),
      ];
    }
    case 'email:send':
      return [
        ...on(plan.arn('ses', 'identity/*'), 'ses:SendRawEmail'),
        ...on(plan.arn('ses', `configuration-set/carillon-${name}-mail`), 'ses:SendRawEmail'),
      ];
  }
}

const bucketArn = (plan: Plan, part: string): string => {
  const { name, accountId, region } = plan.environment;
  return plan.bucketArn(`carillon-${name}-${part}-${accountId}-${region}`);
};

const on = (resource: string, ...actions: string[]): string[] => actions.map((action) => `${action} on ${resource}`);
