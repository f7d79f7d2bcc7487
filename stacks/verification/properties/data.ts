import { isDeepStrictEqual } from 'node:util';
import { PARKED_INDEX, TTL_ATTRIBUTE } from '../../../shared/aws/dynamodb/ledger-items';
import { reference } from './mutations';
import { faultsOf, type Property } from './property';

const TABLE = 'aws_dynamodb_table';
const MAIL = 'aws_sesv2_configuration_set';

const isListing = (name: string): boolean => name.endsWith('-listing');

export const dataProperties: readonly Property[] = [
  {
    name: 'every table has on-demand billing, so that an idle stack costs nothing',
    check: (plan) =>
      faultsOf(plan.all(TABLE), ({ billing_mode }) => billing_mode !== 'PAY_PER_REQUEST' && 'is provisioned'),
  },
  {
    // The listing is rebuilt from the ledger.
    name: 'every table has point-in-time recovery',
    check: (plan) =>
      faultsOf(plan.all(TABLE), ({ name, point_in_time_recovery }) => {
        const wanted = !isListing(name);
        return point_in_time_recovery?.enabled !== wanted && (wanted ? 'has no PITR' : 'may pay for PITR');
      }),
  },
  {
    name: 'every table is explicitly encrypted with keys that DynamoDB owns, which are free: the provider would keep another setting',
    check: (plan) =>
      faultsOf(
        plan.all(TABLE),
        ({ server_side_encryption: sse }) => !isDeepStrictEqual(sse, { enabled: false }) && 'is encrypted otherwise',
      ),
  },
  {
    name: 'a table can be deleted neither by Terraform nor by hand',
    check: (plan) =>
      faultsOf(plan.all(TABLE), ({ deletion_protection_enabled, lifecycle }) => [
        ...(deletion_protection_enabled ? [] : ['has no deletion protection']),
        ...(lifecycle?.prevent_destroy ? [] : ['has no prevent_destroy']),
      ]),
  },
  {
    name: 'ledger and listing have a time to live (TTL) on the attribute that the code writes, and the directory has none',
    check: (plan) =>
      faultsOf(plan.all(TABLE), ({ name, ttl }) => {
        const forgets = ttl?.enabled ? ttl.attribute_name : undefined;
        const expected = name.endsWith('-ledger') || isListing(name) ? TTL_ATTRIBUTE : undefined;
        return forgets !== expected && `TTL is on ${forgets}, expected ${expected}`;
      }),
  },
  {
    name: 'every table has the keys that the code writes',
    check: (plan) =>
      faultsOf(plan.all(TABLE), ({ name, hash_key, range_key, attribute = [] }) => {
        const seen = [hash_key, range_key, ...attribute.map((one) => `${one.name}:${one.type}`)].join(' ');
        const expected = `pk sk pk:S sk:S${name.endsWith('-ledger') ? ' parkShard:S dueAt:S' : ''}${isListing(name) ? ' set:S' : ''}`;
        return seen !== expected && `has the keys ${seen}`;
      }),
  },
  {
    name: 'the ledger has an index of parked deliveries, the listing one of sets, neither projects what every attempt changes',
    check: (plan) =>
      faultsOf(plan.all(TABLE), ({ name, global_secondary_index: indexes = [] }) => {
        const sets = isListing(name) ? 'set set sk INCLUDE type channels state expiresAt' : '';
        const expected = name.endsWith('-ledger') ? `${PARKED_INDEX} parkShard dueAt KEYS_ONLY` : sets;
        const seen = indexes.map((index) =>
          [
            index.name,
            index.hash_key,
            index.range_key,
            index.projection_type,
            ...(index.non_key_attributes ?? []),
          ].join(' '),
        );
        return seen.join() !== expected && `has the indexes ${seen}`;
      }),
  },
  {
    name: 'sending is enabled, requires TLS, and has reputation metrics',
    check: (plan) =>
      faultsOf(plan.all(MAIL), ({ delivery_options, reputation_options, sending_options }) => [
        ...(delivery_options?.tls_policy === 'REQUIRE' ? [] : ['may send in the clear']),
        ...(reputation_options?.reputation_metrics_enabled ? [] : ['measures no reputation']),
        ...(sending_options?.sending_enabled ? [] : ['sends nothing']),
      ]),
  },
  {
    name: 'every function that sends mail names the configuration set, and sends from the identity',
    check: (plan) =>
      faultsOf(plan.all('aws_lambda_function'), ({ environment }) => {
        const { MAIL_FROM, CONFIGURATION_SET } = environment?.variables ?? {};
        if (MAIL_FROM === undefined) return undefined;
        const sets = plan.all(MAIL).map(({ body }) => body.configuration_set_name);
        const existing = Object.values(plan.json.data?.aws_sesv2_email_identity ?? {});
        const own = plan.all('aws_sesv2_email_identity').map(({ body }) => body);
        const identities = [...own, ...existing].map(({ email_identity: domain }) => domain);
        return [
          ...(sets.includes(CONFIGURATION_SET ?? '') ? [] : [`names the configuration set ${CONFIGURATION_SET}`]),
          ...(identities.some((domain) => MAIL_FROM.endsWith(`@${domain}`)) ? [] : [`sends from ${MAIL_FROM}`]),
        ];
      }),
  },
  {
    name: 'the identity of a mail domain, which others may send from too, is not destroyed by Terraform',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sesv2_email_identity'),
        ({ lifecycle }) => !lifecycle?.prevent_destroy && 'has no prevent_destroy',
      ),
  },
  {
    name: 'bounces go to a subdomain of the sender, and only the topic reports them',
    check: (plan) => [
      ...faultsOf(plan.all('aws_sesv2_email_identity'), ({ email_identity: domain }, address) => {
        const ofIdentity = <Body extends { email_identity: string }>({ body }: { readonly body: Body }) =>
          body.email_identity === reference(`${address}.email_identity`);
        const forwarding = plan.all('aws_sesv2_email_identity_feedback_attributes').filter(ofIdentity);
        const from = plan.all('aws_sesv2_email_identity_mail_from_attributes').filter(ofIdentity);
        return [
          ...(forwarding.some(({ body }) => body.email_forwarding_enabled === false) ? [] : ['mails its bounces']),
          ...(from.some(({ body }) => body.mail_from_domain === `bounce.${domain}`)
            ? []
            : ['has no MAIL FROM of its own']),
          ...(from.every(({ body }) => body.behavior_on_mx_failure === 'USE_DEFAULT_VALUE')
            ? []
            : ['mails nothing until its records are there']),
        ];
      }),
    ],
  },
];
