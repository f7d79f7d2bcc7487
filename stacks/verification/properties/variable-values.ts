import type { Capability, ChannelManifest } from '../../../shared/domain/manifest/channel';
import type { FunctionManifest, Trigger } from '../../../shared/domain/manifest/function-manifest';
import { type EventSource, eventSources, redriveOf } from './flow';
import { reference } from './mutations';
import type { Plan } from './plan';

/** Input for the value of a function's variable. */
interface Subject {
  readonly plan: Plan;
  readonly manifest: ChannelManifest | FunctionManifest;
  /** The queue that the function drains. */
  readonly source: EventSource | undefined;
}

type Value = (subject: Subject) => string | undefined;

/** Clock skew allowance: a lease ends this much later than the longest run of the worker that holds it. */
const LEASE_MARGIN_SECONDS = 5;

const queueUrl = ({ environment: { region, accountId } }: Plan, name: string): string =>
  `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;

/** Expected value of each variable; independent of the stack's code, as the permissions are. */
export const VALUES = {
  ALLOW_LOOPBACK: ({ plan }) => String(plan.environment.allowLoopback),
  ATTACHMENTS_BUCKET: ({ plan }) => plan.one('aws_s3_bucket', 'attachments_bucket').bucket,
  AUDIT_BUCKET: ({ plan }) => plan.one('aws_s3_bucket', 'vault_bucket').bucket,
  AUDIT_KEY_ARN: () => reference('aws_kms_key.vault_key.arn'),
  CHANNELS: ({ plan }) => plan.manifests.channels.map(({ name }) => name).join(),
  CONFIGURATION_SET: ({ plan }) =>
    plan.one('aws_sesv2_configuration_set', 'mail_configuration_set').configuration_set_name,
  DATA_KEY_ARN: () => reference('aws_kms_key.keys_data.arn'),
  DEAD_LETTER_QUEUE_URL: ({ plan, source }) => {
    const queue = source && plan.queueByArn(redriveOf(source.queue).deadLetterTargetArn);
    return queue && queueUrl(plan, queue.body.name);
  },
  DIRECTORY_TABLE: ({ plan }) => plan.one('aws_dynamodb_table', 'storage_directory').name,
  ENDPOINT_CACHE_SECONDS: ({ plan }) => String(plan.environment.endpointCacheSeconds),
  EVENTS_TOPIC_ARN: ({ plan }) => plan.arn('sns', plan.one('aws_sns_topic', 'topics_events').name),
  EVENT_BUS_NAME: ({ plan }) => plan.one('aws_cloudwatch_event_bus', 'bus_bus').name,
  EVENT_RELAY_QUEUE_URL: ({ plan }) => queueUrl(plan, `carillon-${plan.environment.name}-event-relay`),
  EVENTS_SOURCE: ({ plan }) => plan.arn('sns', plan.one('aws_sns_topic', 'topics_events').name),
  EVENT_RECIPIENTS: ({ plan }) => plan.environment.eventRecipients,
  EVENT_SOURCES: ({ plan }) => plan.environment.eventSources.join(),
  EVENT_TENANT: ({ plan }) => plan.environment.eventTenant,
  LEASE_SECONDS: ({ manifest }) => String(manifest.function.timeoutSeconds + LEASE_MARGIN_SECONDS),
  RECORDS_SHARE_CALLS: ({ plan }) => String(!plan.environment.emulatedIam),
  LEDGER_RETENTION_DAYS: ({ plan }) => String(plan.environment.ledgerRetentionDays),
  LISTING_TABLE: ({ plan }) => plan.one('aws_dynamodb_table', 'storage_listing').name,
  LEDGER_TABLE: ({ plan }) => plan.one('aws_dynamodb_table', 'storage_ledger').name,
  MAIL_FROM: ({ plan }) => plan.environment.sender,
  MAIL_FROM_NAME: ({ plan: { environment } }) =>
    environment.senderName ?? environment.sender.replace(/^.*@/, '').toLowerCase(),
  MAIL_INTERVAL_MS: ({ plan, source }) => {
    const functions = source?.mapping.scaling_config?.maximum_concurrency ?? 0;
    return String(Math.ceil((1000 * functions) / plan.environment.mailRatePerSecond));
  },
  MAIL_REPLY_TO: ({ plan: { environment } }) => environment.replyTo ?? environment.sender,
  QUEUE_URL: ({ plan, source }) => source && queueUrl(plan, source.queue.name),
  QUEUE_URLS: ({ plan }) => {
    const urls = plan.manifests.channels.map(({ name }) => [
      name,
      queueUrl(plan, plan.one('aws_sqs_queue', `${name.replaceAll('-', '_')}_queue`).name),
    ]);
    return JSON.stringify(Object.fromEntries(urls));
  },
  RETRY_DELAYS_SECONDS: ({ plan, manifest }) =>
    (
      plan.environment.retryDelaysSeconds ?? ('retryDelaysSeconds' in manifest ? manifest.retryDelaysSeconds : [])
    ).join(),
  ROLE_CLAIM: ({ plan }) => plan.environment.issuer?.roleClaim ?? 'role',
  TENANT_CLAIM: ({ plan }) => plan.environment.issuer?.tenantClaim ?? 'tenant',
  TOPIC_ARN: ({ plan }) => plan.arn('sns', plan.one('aws_sns_topic', 'topics_notifications').name),
  UNKNOWN_TYPES: ({ plan }) => plan.environment.unknownTypes,
  UNSUBSCRIBE_URL: () => reference('aws_apigatewayv2_api.http_api.api_endpoint'),
  UPLOADS_BUCKET: ({ plan }) => plan.one('aws_s3_bucket', 'uploads_bucket').bucket,
  WEBHOOK_PORTS: ({ plan }) => [443, ...plan.environment.webhookPorts].join(),
} as const satisfies Readonly<Record<string, Value>>;

type Variable = keyof typeof VALUES;

const OF_CAPABILITIES: Readonly<Record<Capability, readonly Variable[]>> = {
  'ledger:accept': ['LEDGER_TABLE', 'LEDGER_RETENTION_DAYS', 'RECORDS_SHARE_CALLS'],
  'ledger:claim': ['LEDGER_TABLE', 'LEDGER_RETENTION_DAYS', 'RECORDS_SHARE_CALLS'],
  'ledger:accepted': ['LEDGER_TABLE'],
  'ledger:inspect': ['LEDGER_TABLE'],
  'ledger:note': ['LEDGER_TABLE', 'LEDGER_RETENTION_DAYS'],
  'ledger:read': ['LEDGER_TABLE'],
  'listing:write': ['LISTING_TABLE'],
  'listing:read': ['LISTING_TABLE'],
  'replays:begin': ['LISTING_TABLE'],
  'replays:continue': ['LISTING_TABLE'],
  'ledger:sweep': ['LEDGER_TABLE'],
  'ledger:feedback': ['LEDGER_TABLE'],
  'audit:link': ['LEDGER_TABLE'],
  'audit:anchor': ['LEDGER_TABLE', 'AUDIT_BUCKET', 'AUDIT_KEY_ARN'],
  'queues:send': ['QUEUE_URLS'],
  'directory:preferences': ['DIRECTORY_TABLE'],
  'directory:find': ['DIRECTORY_TABLE'],
  'directory:endpoints': ['DIRECTORY_TABLE', 'ALLOW_LOOPBACK', 'WEBHOOK_PORTS', 'ENDPOINT_CACHE_SECONDS'],
  'directory:manage': ['DIRECTORY_TABLE', 'ALLOW_LOOPBACK', 'WEBHOOK_PORTS'],
  'directory:circuits': ['DIRECTORY_TABLE'],
  'directory:suppressions': ['DIRECTORY_TABLE'],
  'keys:endpoints': ['DIRECTORY_TABLE', 'DATA_KEY_ARN'],
  'keys:endpoints:create': [],
  'keys:unsubscribe': ['DIRECTORY_TABLE', 'DATA_KEY_ARN'],
  'keys:unsubscribe:create': [],
  'keys:addresses': ['DIRECTORY_TABLE', 'DATA_KEY_ARN'],
  'keys:addresses:create': [],
  'keys:messages': ['DIRECTORY_TABLE', 'DATA_KEY_ARN'],
  'keys:messages:create': [],
  'notifications:publish': ['TOPIC_ARN', 'UNKNOWN_TYPES'],
  'events:raise': ['EVENTS_TOPIC_ARN'],
  'bus:put': ['EVENT_BUS_NAME'],
  'events:hand-on': ['EVENT_RELAY_QUEUE_URL', 'EVENTS_SOURCE'],
  'unsubscribe:link': ['UNSUBSCRIBE_URL'],
  'api:tokens': ['TENANT_CLAIM', 'ROLE_CLAIM'],
  'attachments:read': ['ATTACHMENTS_BUCKET'],
  'uploads:import': ['UPLOADS_BUCKET'],
  'email:send': ['MAIL_FROM', 'MAIL_FROM_NAME', 'MAIL_REPLY_TO', 'CONFIGURATION_SET'],
};

/** Variables that the function's trigger adds. */
const OF_TRIGGERS: Readonly<Record<Trigger['kind'] | 'notifications', readonly Variable[]>> = {
  notifications: [
    'CHANNELS',
    'UNKNOWN_TYPES',
    'QUEUE_URL',
    'DEAD_LETTER_QUEUE_URL',
    'LEASE_SECONDS',
    'RETRY_DELAYS_SECONDS',
  ],
  'event-rules': ['DEAD_LETTER_QUEUE_URL', 'EVENT_SOURCES', 'EVENT_TENANT', 'EVENT_RECIPIENTS'],
  'operational-events': ['DEAD_LETTER_QUEUE_URL'],
  'mail-events': ['DEAD_LETTER_QUEUE_URL'],
  'inserted-records': ['QUEUE_URL'],
  'ledger-changes': ['QUEUE_URL'],
  uploads: ['QUEUE_URL', 'DEAD_LETTER_QUEUE_URL'],
  schedule: [],
  http: [],
};

/** Expected variables of the function with this address and name. */
export function variablesOf(plan: Plan, address: string, functionName: string): Readonly<Record<string, string>> {
  const manifest = plan.manifestOf(functionName);
  if (!manifest) return {};
  const source = eventSources(plan).find((one) => one.function.address === address);
  const names = namesOf(manifest);
  const subject = { plan, manifest, source };
  return Object.fromEntries(names.map((name) => [name, VALUES[name](subject) ?? `that of ${name} in the plan`]));
}

/** A channel that sends mail has a rate limit too. */
function namesOf(manifest: Subject['manifest']): Variable[] {
  const names = manifest.capabilities.flatMap((one) => OF_CAPABILITIES[one]);
  if ('trigger' in manifest) return [...names, ...OF_TRIGGERS[manifest.trigger.kind]];
  const pace = manifest.capabilities.includes('email:send') ? (['MAIL_INTERVAL_MS'] as const) : [];
  return [...names, ...OF_TRIGGERS.notifications, ...pace];
}
