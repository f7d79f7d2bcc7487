import { channels, functions } from '../../handlers';
import template from '../../handlers/channels/_template/channel';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';
import { anEnvironment, EVENT_VARIABLES } from './testing/environments';
import { synthesize } from './testing/synthesize';

const WITH_TEMPLATE = [...channels, template];

/** Alternatives of a pattern: the construct ids of these manifests in addresses. */
const idsOf = (manifests: readonly { readonly name: string }[]): string =>
  manifests.map(({ name }) => name.replaceAll('-', '_')).join('|');

const CHANNEL_IDS = idsOf(WITH_TEMPLATE);
const KEY_USER_IDS = idsOf(
  [...WITH_TEMPLATE, ...functions].filter(({ capabilities }) => capabilities.some((one) => one.startsWith('keys:'))),
);

/** Allow list of differences between environments, with reasons. Any other difference fails, and so does an unused line. */
interface Allowed {
  readonly path: RegExp;
  readonly reason: string;
}

const BETWEEN_DEV_AND_PROD: readonly Allowed[] = [
  { path: /^resource\.aws_cloudwatch_log_group\.\w+\.retention_in_days$/, reason: 'logRetentionDays' },
  { path: /^resource\.aws_dynamodb_table\.\w+\.deletion_protection_enabled$/, reason: 'protectData' },
  { path: /^resource\.(aws_dynamodb_table|aws_kms_key)\.\w+\.lifecycle\.prevent_destroy$/, reason: 'protectData' },
  {
    path: /^resource\.aws_s3_bucket\.\w+\.(force_destroy|lifecycle\.prevent_destroy)$/,
    reason: 'protectData',
  },
  {
    path: /^resource\.aws_s3_bucket_object_lock_configuration\.vault_lock\.rule\.default_retention\.(mode|days)$/,
    reason: 'objectLockMode, ledgerRetentionDays',
  },
  {
    path: /^resource\.aws_s3_bucket_lifecycle_configuration\.(attachments|uploads)_lifecycle\.rule\.0\.expiration\.0\.days$/,
    reason: 'ledgerRetentionDays',
  },
  { path: /^resource\.aws_sesv2_email_identity\.\w+\.lifecycle\.prevent_destroy$/, reason: 'protectData' },
  { path: /^resource\.aws_kms_key\.\w+\.deletion_window_in_days$/, reason: 'prod, whose backups are of use as long' },
  { path: /^resource\.aws_s3_bucket_policy\.vault_policy\.policy\.Statement\.DenyBypass\./, reason: 'protectData' },
  {
    path: /^resource\.aws_lambda_function\.\w+\.environment\.variables\.LEDGER_RETENTION_DAYS$/,
    reason: 'ledgerRetentionDays',
  },
];

const BETWEEN_LOCAL_AND_DEV: readonly Allowed[] = [
  { path: /^resource\.aws_cloudwatch_log_group\.\w+\.retention_in_days$/, reason: 'logRetentionDays' },
  { path: /^resource\.aws_sqs_queue\.\w+\.policy(\.|$)/, reason: 'requireTls: one statement less' },
  { path: /^resource\.aws_s3_bucket_policy\.\w+\.policy\./, reason: 'requireTls: one statement less' },
  { path: /^resource\.aws_sns_topic\.\w+\.policy(\.|$)/, reason: 'requireTls: one statement less' },
  {
    path: /^resource\.aws_iam_role_policy\.\w+\.policy\.Statement\.(PassOn|SendToQueues|HandOnEvents)\.Action/,
    reason: 'emulatedIam: SendMessageBatch',
  },
  {
    path: /^resource\.aws_iam_role_policy\.\w+\.policy\.Statement\.PublishNotifications\.Action/,
    reason: 'emulatedIam: sns:PublishBatch',
  },
  {
    path: /^resource\.aws_iam_role_policy\.audit_policy\.policy\.Statement\.AcceptEvents\.Action/,
    reason: 'emulatedIam: records are put one by one',
  },
  {
    path: /^resource\.aws_lambda_function\.\w+_function\.environment\.variables\.RECORDS_SHARE_CALLS$/,
    reason: 'emulatedIam: records are put, and deliveries settled, one by one',
  },
  {
    path: /^resource\.aws_iam_role_policy\.\w+\.policy\.Statement\.ExecuteStatements\./,
    reason: 'emulatedIam: BatchExecuteStatement',
  },
  {
    path: /^resource\.aws_iam_role_policy\.email_policy\.policy\.Statement\.SendMail\.(Resource|Condition)/,
    reason: 'emulatedIam: any identity, from any address',
  },
  {
    path: new RegExp(
      `^resource\\.aws_iam_role_policy\\.(${KEY_USER_IDS})_policy\\.policy\\.Statement\\.\\w+\\.Condition\\.StringEquals\\.kms`,
    ),
    reason: 'emulatedIam: a data key for any purpose',
  },
  {
    path: /^resource\.aws_kms_key\.keys_data\.policy\.Statement\.\w+\.Condition/,
    reason: 'emulatedIam: for any purpose',
  },
  {
    path: /^resource\.aws_lambda_function\.\w+\.environment\.variables\.RETRY_DELAYS_SECONDS$/,
    reason: 'retryDelaysSeconds: nobody waits for minutes',
  },
  {
    path: /^resource\.aws_lambda_function\.email_function\.environment\.variables\.MAIL_INTERVAL_MS$/,
    reason: 'mailRatePerSecond: the emulator has none',
  },
  {
    path: /^resource\.aws_lambda_event_source_mapping\.email_event_source\.scaling_config\.maximum_concurrency$/,
    reason: 'mailRatePerSecond: the sandbox has room for two functions',
  },
  {
    path: new RegExp(
      `^(resource\\.aws_lambda_function\\.(${CHANNEL_IDS}|api|ingest|events)_function\\.environment\\.variables\\.UNKNOWN_TYPES|output\\.unknown_types\\.value)$`,
    ),
    reason: 'unknownTypes: a developer tries types out',
  },
  {
    path: /^resource\.aws_lambda_function\.(webhook|api)_function\.environment\.variables\.ALLOW_LOOPBACK$/,
    reason: 'allowLoopback',
  },
  {
    path: /^resource\.aws_lambda_function\.webhook_function\.environment\.variables\.ENDPOINT_CACHE_SECONDS$/,
    reason: 'endpointCacheSeconds: what a developer changes is seen at once',
  },
  {
    path: /^resource\.aws_lambda_function\.email_function\.environment\.variables\.MAIL_FROM_NAME$/,
    reason: 'senderName',
  },
  {
    path: /^resource\.aws_lambda_function\.events_function\.environment\.variables\.EVENT_(TENANT|RECIPIENTS)$/,
    reason: 'eventTenant, eventRecipients',
  },
  { path: /^resource\.aws_cloudwatch_event_archive\.bus_archive\.retention_days$/, reason: 'busRetentionDays' },
  {
    path: /^resource\.aws_lambda_event_source_mapping\.audit_chain_stream_source\.filter_criteria\.filter\.1\.pattern\.dynamodb\.NewImage\.state\.S\.\d$/,
    reason: 'busEvents',
  },
  { path: /^provider\.aws\.0\.(access_key|secret_key|skip_metadata_api_check)$/, reason: "the emulator's credentials" },
  { path: /^terraform\.backend\./, reason: 'state in a file' },
  { path: /^data\.aws_sqs_queues\.queues_found\./, reason: "an emulator's queues are made to be destroyed" },
];

const PAIRS = [
  ['dev', 'prod', BETWEEN_DEV_AND_PROD],
  ['local', 'dev', BETWEEN_LOCAL_AND_DEV],
] as const;

describe.each([
  ['the registry', channels],
  ['the registry and the template, as a new channel begins', WITH_TEMPLATE],
])('with the channels of %s', (_, manifests) => {
  test.each(PAIRS)('%s and %s differ where they may, and nowhere else', (one, other, allowed) => {
    const [left, right] = [one, other].map((name) => leaves(anEnvironment(name, EVENT_VARIABLES), manifests));
    const differences = between(left as Leaves, right as Leaves);
    expect(differences.filter((path) => !allowed.some((rule) => rule.path.test(path)))).toEqual([]);
    expect(allowed.filter((rule) => !differences.some((path) => rule.path.test(path)))).toEqual([]);
  });
});

test('synthesis is deterministic: two runs for one environment are byte-equal', () => {
  expect(synthesize(anEnvironment('dev')).bytes.equals(synthesize(anEnvironment('dev')).bytes)).toBe(true);
});

type Leaves = Map<string, unknown>;

const between = (one: Leaves, other: Leaves): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));

/** Every value by its path, nested JSON included; the environment's own values are replaced by placeholders. */
function leaves(environment: Environment, manifests: readonly ChannelManifest[]): Map<string, unknown> {
  const { name, accountId, region, sender } = environment;
  const text = synthesize(environment, { channels: manifests })
    .bytes.toString()
    .replaceAll(new RegExp(`carillon-${name}\\b`, 'g'), 'carillon-<environment>')
    .replaceAll(accountId, '<account>')
    .replaceAll(region, '<region>')
    .replaceAll(sender, 'sender@<domain>')
    .replaceAll(sender.split('@')[1] ?? '', '<domain>')
    .replaceAll(`"environment": "${name}"`, '"environment": "<environment>"')
    .replaceAll(`/${name}.tfstate`, '/<environment>.tfstate');
  return new Map(flatten(JSON.parse(text), ''));
}

function flatten(node: unknown, path: string): [string, unknown][] {
  const value = isJson(node) ? (JSON.parse(node) as unknown) : node;
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const members = Object.entries(value).filter(([key]) => key !== '//');
  // Statements by Sid, not by index: a new one must not make all later ones differ.
  if (Array.isArray(value) && value.every((one) => typeof one?.Sid === 'string')) {
    return value.flatMap((one: { Sid: string }) => flatten(one, `${path}.${one.Sid}`));
  }
  return members.flatMap(([key, member]) => flatten(member, path === '' ? key : `${path}.${key}`));
}

/** Distinguishes JSON from patterns of metric filters, which begin with a brace too. */
const isJson = (node: unknown): node is string => typeof node === 'string' && node.startsWith('{"');
