import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { catalogue } from '../../shared/catalogue';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import { routeLines } from '../../shared/domain/routes/route-texts';
import { routesOf } from '../../shared/domain/routes/routes';
import { policyDocument } from '../capabilities/policies';
import type { Environment } from '../environment';
import type { Attachments } from './attachments';
import type { AuditVault } from './audit-vault';
import type { Bus } from './bus';
import type { Keys } from './keys';
import type { MailIdentity } from './mail-identity';
import { mailRecords } from './mail-records';
import { API_URL, ATTACHMENTS, type Naming, NOTIFICATIONS, UPLOADS } from './naming';
import { senderDomain } from './sender-domain';
import type { Storage } from './storage';
import type { Topics } from './topics';
import type { Uploads } from './uploads';
import { webhookPorts } from './webhook-ports';

interface OutputsProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Topics of notifications, alarms and operational events. */
  readonly topics: Topics;
  /** Ledger and directory. */
  readonly storage: Storage;
  /** KMS key that seals data keys. */
  readonly keys: Keys;
  /** Bucket and signing key of the audit. */
  readonly vault: AuditVault;
  /** Bucket of files that mails carry. */
  readonly attachments: Attachments;
  /** Bus of events of deliveries and operations. */
  readonly bus: Bus;
  /** Bucket of files of notifications. */
  readonly uploads: Uploads;
  /** Identity and event topic of mail. */
  readonly mail: MailIdentity;
  /** Manifests of all channels. */
  readonly channels: readonly ChannelManifest[];
  /** Manifests of all functions that serve no channel. */
  readonly functions: readonly FunctionManifest[];
}

/** Adds the Terraform outputs that producers, operators and the CLI read. */
export function addOutputs(
  scope: Construct,
  {
    naming,
    environment,
    topics,
    storage,
    keys,
    vault,
    attachments,
    uploads,
    bus,
    mail,
    channels,
    functions,
  }: OutputsProps,
): void {
  const output = (id: string, description: string, value: unknown) => {
    new TerraformOutput(scope, id, { description, value, staticId: true });
  };
  output('topic_arn', 'publish notifications here', topics.notifications.arn);
  output('region', 'region of the stack', environment.region);
  output('producer_policy', 'IAM policy that a producer needs', producerPolicy(naming));
  output('ledger_table', 'DynamoDB table of notifications and deliveries', storage.ledger.name);
  output('directory_table', 'DynamoDB table of endpoints, suppressed addresses and data keys', storage.directory.name);
  output('listing_table', 'DynamoDB table of lists of notifications and deliveries', storage.listing.name);
  output('data_key_arn', 'KMS key that seals the data keys in the directory', keys.data.arn);
  output('attachments_bucket', 'put the files that mails carry here, below <tenant>/', attachments.bucket.bucket);
  output('uploads_bucket', 'put files of notifications here, below inbox/<tenant>/', uploads.bucket.bucket);
  output('importer_policy', 'IAM policy of who puts files and reads their results', importerPolicy(naming));
  output('audit_bucket', 'S3 bucket of anchors and archive', vault.bucket.bucket);
  output('audit_key_arn', 'KMS key that signs anchors', vault.key.arn);
  output('alarms_topic_arn', 'subscribe to it to hear of alarms', topics.alarms.arn);
  output('events_topic_arn', 'subscribe to it to hear of failed deliveries and the like', topics.events.arn);
  output('event_bus_name', 'add rules to it for events of deliveries and operations', bus.bus.name);
  output('mail_events_topic_arn', 'SES says here what became of each mail', mail.events.topic.arn);
  if (functions.some(({ name }) => name === 'unsubscribe')) {
    output('unsubscribe_url', 'links of mails lead here', API_URL);
  }
  if (functions.some(({ name }) => name === 'api')) output('api_url', 'base URL of the HTTP API', API_URL);
  output('webhook_ports', 'TCP ports that webhooks may go to', webhookPorts(environment));
  output(
    'unknown_types',
    'whether types that the catalogue does not have are published: refuse or allow',
    environment.unknownTypes,
  );
  output(
    'type_routes',
    'channels that get each type of the catalogue where its producer names none, a type a line',
    routeLines(routesOf(catalogue, channels)).join('\n'),
  );
  output('mail_identity', 'domain that mail is sent from', senderDomain(environment.sender));
  if (environment.mailIdentity === 'own') {
    output(
      'mail_dns_records',
      'records that the DNS of the mail domain needs: DKIM, SPF, DMARC',
      mailRecords(environment),
    );
  }
}

const producerPolicy = (naming: Naming): string =>
  policyDocument([
    { Sid: 'PublishNotifications', Effect: 'Allow', Action: 'sns:Publish', Resource: naming.snsArn(NOTIFICATIONS) },
    {
      Sid: 'PutAttachments',
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: `${naming.bucketArn(ATTACHMENTS)}/*`,
    },
  ]);

const importerPolicy = (naming: Naming): string =>
  policyDocument([
    { Sid: 'PutFiles', Effect: 'Allow', Action: 's3:PutObject', Resource: `${naming.bucketArn(UPLOADS)}/inbox/*` },
    { Sid: 'ReadResults', Effect: 'Allow', Action: 's3:GetObject', Resource: `${naming.bucketArn(UPLOADS)}/results/*` },
    { Sid: 'FindResults', Effect: 'Allow', Action: 's3:ListBucket', Resource: naming.bucketArn(UPLOADS) },
  ]);
