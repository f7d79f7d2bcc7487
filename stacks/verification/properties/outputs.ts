import { dkimDomain } from '../../constructs/ses-regions';
import type { Environment } from '../../environment';
import { reference } from './mutations';
import type { Manifests, Plan } from './plan';
import type { PolicyDocument, PolicyStatement } from './policy-document';
import type { Property } from './property';
import type { OutputJson } from './terraform-json';

const change =
  (name: string, members: Partial<OutputJson>) =>
  (plan: Plan): void =>
    void Object.assign(plan.json.output[name] ?? {}, members);

const settingsOf = ({ region, webhookPorts, unknownTypes, sender }: Environment) => ({
  region,
  mail_identity: sender.split('@')[1],
  webhook_ports: [443, ...webhookPorts].join(),
  unknown_types: unknownTypes,
});

const NOTIFICATIONS_ARN = 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-notifications';

const policyWith = (statement: Pick<PolicyStatement, 'Action' | 'Resource'>): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] });

/** DNS records of the sender's domain, one a line. None for an existing identity, whose owner has them. */
function missingRecords({ json, environment: { sender, region, mailIdentity } }: Plan): string[] {
  if (mailIdentity === 'existing') return [];
  const lines = String(json.output.mail_dns_records?.value).split('\n');
  const domain = sender.split('@')[1];
  const token = (n: number) =>
    reference(`aws_sesv2_email_identity.mail_identity.dkim_signing_attributes[0].tokens[${n}]`);
  const expected = [
    ...[0, 1, 2].map((n) => `${token(n)}._domainkey.${domain}. CNAME ${token(n)}.${dkimDomain(region)}.`),
    `bounce.${domain}. MX 10 feedback-smtp.${region}.amazonses.com.`,
    `bounce.${domain}. TXT "v=spf1 include:amazonses.com ~all"`,
    `_dmarc.${domain}. TXT "v=DMARC1; p=none"`,
  ];
  return expected.filter((line) => !lines.includes(line));
}

export const outputProperties: readonly Property[] = [
  {
    name: 'an output has the DNS records that the mail domain needs',
    check: (plan) => missingRecords(plan).map((line) => `output.mail_dns_records: lacks ${line}`),
  },
  {
    name: 'every output has a description',
    check: ({ json: { output } }) =>
      Object.entries(output).flatMap(([name, { description = '' }]) =>
        description.length < 10 ? [`output.${name}: description is '${description}'`] : [],
      ),
    brokenBy: {
      'an empty one': change('region', { description: '' }),
    },
  },
  {
    name: 'every output has the value of the resource that it is named after',
    check: ({ json: { output }, environment, manifests }) =>
      Object.entries({ ...expectedOf(manifests), ...settingsOf(environment) }).flatMap(([name, expected]) => {
        const { value, sensitive } = output[name] ?? {};
        return value === expected && !sensitive ? [] : [`output.${name}: is ${value}, expected ${expected}`];
      }),
    brokenBy: {
      'hidden from them': change('directory_table', { sensitive: true }),
    },
  },
  {
    name: 'a producer is handed a policy to publish notifications and to put attachments, and nothing else',
    check: (plan) => {
      const topic = plan.arn('sns', plan.one('aws_sns_topic', 'topics_notifications').name);
      const { Version, Statement } = JSON.parse(String(plan.json.output.producer_policy?.value)) as PolicyDocument;
      const seen = JSON.stringify([Version, ...Statement.map(({ Sid, ...rest }) => rest)]);
      const bucket = plan.one('aws_s3_bucket', 'attachments_bucket').bucket;
      const expected = JSON.stringify([
        '2012-10-17',
        { Effect: 'Allow', Action: 'sns:Publish', Resource: topic },
        { Effect: 'Allow', Action: 's3:PutObject', Resource: `${plan.bucketArn(bucket)}/*` },
      ]);
      return seen === expected ? [] : [`output.producer_policy: is ${seen}`];
    },
    brokenBy: {
      'every topic': change('producer_policy', { value: policyWith({ Action: 'sns:Publish', Resource: '*' }) }),
      'every action': change('producer_policy', {
        value: policyWith({ Action: 'sns:*', Resource: NOTIFICATIONS_ARN }),
      }),
    },
  },
  {
    name: 'who imports files is handed a policy to put them and to read their results, and nothing else',
    check: (plan) => {
      const { Version, Statement } = JSON.parse(String(plan.json.output.importer_policy?.value)) as PolicyDocument;
      const seen = JSON.stringify([Version, ...Statement.map(({ Sid, ...rest }) => rest)]);
      const bucket = plan.bucketArn(plan.one('aws_s3_bucket', 'uploads_bucket').bucket);
      const expected = JSON.stringify([
        '2012-10-17',
        { Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucket}/inbox/*` },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/results/*` },
        { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket },
      ]);
      return seen === expected ? [] : [`output.importer_policy: is ${seen}`];
    },
    brokenBy: {
      'the whole bucket': change('importer_policy', { value: policyWith({ Action: 's3:GetObject', Resource: '*' }) }),
    },
  },
];

const EXPECTED: Readonly<Record<string, string>> = {
  topic_arn: reference('aws_sns_topic.topics_notifications.arn'),
  ledger_table: reference('aws_dynamodb_table.storage_ledger.name'),
  directory_table: reference('aws_dynamodb_table.storage_directory.name'),
  listing_table: reference('aws_dynamodb_table.storage_listing.name'),
  data_key_arn: reference('aws_kms_key.keys_data.arn'),
  attachments_bucket: reference('aws_s3_bucket.attachments_bucket.bucket'),
  uploads_bucket: reference('aws_s3_bucket.uploads_bucket.bucket'),
  audit_bucket: reference('aws_s3_bucket.vault_bucket.bucket'),
  audit_key_arn: reference('aws_kms_key.vault_key.arn'),
  alarms_topic_arn: reference('aws_sns_topic.topics_alarms.arn'),
  events_topic_arn: reference('aws_sns_topic.topics_events.arn'),
  event_bus_name: reference('aws_cloudwatch_event_bus.bus_bus.name'),
  mail_events_topic_arn: reference('aws_sns_topic.mail_events.arn'),
};

/** Only a stack that sends mail has an unsubscribe URL, and only one with the function `api` an API. */
const expectedOf = ({ functions }: Manifests): Readonly<Record<string, string>> => ({
  ...EXPECTED,
  ...(functions.some(({ name }) => name === 'unsubscribe') && {
    unsubscribe_url: reference('aws_apigatewayv2_api.http_api.api_endpoint'),
  }),
  ...(functions.some(({ name }) => name === 'api') && {
    api_url: reference('aws_apigatewayv2_api.http_api.api_endpoint'),
  }),
});
