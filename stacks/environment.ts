import type { UnknownTypes } from '../shared/catalogue/type-faults';
import { CodedError, type Fault } from '../shared/domain/kit/errors/coded-error';
import type { BusEvents } from '../shared/domain/notification/bus-events';
import { isVariable, type Variables, variableFaults } from './variables';

export const ENVIRONMENT_NAMES = ['local', 'dev', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** All settings in which environments differ. */
export interface Environment {
  readonly name: EnvironmentName;
  /** 12 digits. Terraform refuses to apply to any other account. */
  readonly accountId: string;
  readonly region: string;
  /** From address; its domain is the SES identity. */
  readonly sender: string;
  /** Display name of the From address and in mail footers, for tenants without their own. @default the sender's domain */
  readonly senderName?: string;
  /**
   * Whether this stack creates the SES identity of the sender's domain, or uses an existing one. SES has one identity per
   * domain, account and region: of several environments that send from one domain, only one may own it.
   */
  readonly mailIdentity: 'own' | 'existing';
  /** Reply-To address of mails. @default the sender */
  readonly replyTo?: string;
  /** This environment's share of the account's SES send rate, in mails per second over all function instances. */
  readonly mailRatePerSecond: number;
  /** Bucket of the Terraform state. @default a local file */
  readonly stateBucket?: string;
  /** Allow list of ARNs in the topic's policy, beside principals that the account's IAM policies allow. @default none */
  readonly producers: readonly string[];
  /** The account's quota of concurrent Lambda executions. @default unknown: no concurrency is reserved */
  readonly lambdaConcurrency?: number;
  /** Maximum concurrency of the function that posts webhooks. @default that of the channel's manifest */
  readonly webhookConcurrency?: number;
  /** Address that alarms are mailed to. @default none: subscribe to the alarms topic yourself */
  readonly alarmEmail?: string;
  /**
   * Object Lock mode of the audit bucket. COMPLIANCE binds even the root user: the bucket and its costs stay until the last
   * lock ends. GOVERNANCE can be bypassed with the permission `s3:BypassGovernanceRetention`.
   */
  readonly objectLockMode: 'COMPLIANCE' | 'GOVERNANCE';
  /** Retention in days of notifications in the ledger, and of their proofs in the audit bucket. */
  readonly ledgerRetentionDays: number;
  /** Days; one of the values that CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  /** Whether Terraform refuses to destroy resources that hold data, and DynamoDB to delete its tables. */
  readonly protectData: boolean;
  /** Whether `CARILLON_TAKE_DOWN` has turned off the protection of data. @default false */
  readonly takenDown?: boolean;
  /** Removed channels and functions whose queues Terraform may destroy, with the messages in them. @default none */
  readonly remove?: readonly string[];
  /** Seconds between attempts. @default those of each channel's manifest */
  readonly retryDelaysSeconds?: readonly number[];
  /** Time to live (TTL) in seconds of a tenant's cached endpoints; 0 to 45, so that a change takes effect within a minute. */
  readonly endpointCacheSeconds: number;
  /** Whether queues, topics and buckets deny requests without TLS. Only `local` may turn it off: emulators have no TLS. */
  readonly requireTls: boolean;
  /** Allow list of TCP ports for webhooks beside 443, on public addresses and over https. */
  readonly webhookPorts: readonly number[];
  /** Whether to refuse or deliver a notification whose type is not in the catalogue, which may be misspelt. */
  readonly unknownTypes: UnknownTypes;
  /** Issuer of the tokens that the HTTP API accepts beside AWS signatures. @default none: AWS signatures only */
  readonly issuer?: Issuer;
  /** Origins whose pages may call the HTTP API (CORS), such as `https://console.example.com`. */
  readonly apiOrigins: readonly string[];
  /** Event sources that are switched on, of `handlers/functions/events/sources`. @default none */
  readonly eventSources: readonly string[];
  /** Tenant of notifications that event sources make. Required if one is switched on. */
  readonly eventTenant?: string;
  /** Mail addresses that notifications of event sources go to, comma-separated. Required if one is switched on. */
  readonly eventRecipients?: string;
  /** Which final states of deliveries are put on the event bus. `off`: neither they nor other events. */
  readonly busEvents: BusEvents;
  /** Days for which the archive of the event bus keeps events, to replay them. */
  readonly busRetentionDays: number;
  /** Whether webhooks may go to loopback addresses, over http and on any port. Only `local` may allow it. */
  readonly allowLoopback: boolean;
  /**
   * Whether to adapt grants to MiniStack's IAM: mail as any SES identity, the only resource it supports there, and
   * `sqs:SendMessageBatch` and `dynamodb:BatchExecuteStatement`, which AWS checks as `sqs:SendMessage` and by each
   * statement. Records are put one by one, because MiniStack's streams lack what a statement inserts. Omits the KMS encryption context, which it cannot evaluate. Only `local` may set it.
   */
  readonly emulatedIam: boolean;
}

/** An OpenID Connect issuer, and the claims of its tokens that say what their bearer may do. */
export interface Issuer {
  /** Its URL, as `iss` of a token spells it. Its keys are found below `/.well-known/openid-configuration`. */
  readonly url: string;
  /** At least one; a token is for one of them. */
  readonly audiences: readonly string[];
  /** Name of the claim with the tenant; `*` is every tenant. */
  readonly tenantClaim: string;
  /** Name of the claim with one or more of `reader`, `operator`, `producer`. */
  readonly roleClaim: string;
}

const LOCAL: Environment = {
  name: 'local',
  accountId: '000000000000',
  region: 'us-east-1',
  sender: 'notifications@carillon.example',
  senderName: 'Carillon',
  mailIdentity: 'own',
  mailRatePerSecond: 200,
  producers: [],
  objectLockMode: 'GOVERNANCE',
  ledgerRetentionDays: 30,
  logRetentionDays: 7,
  protectData: false,
  retryDelaysSeconds: [1, 1, 2],
  endpointCacheSeconds: 0,
  requireTls: false,
  webhookPorts: [],
  eventSources: ['alarm-changed', 'codepipeline-failed', 'object-created'],
  eventTenant: 'demo',
  eventRecipients: 'operations@carillon.example',
  busEvents: 'all',
  busRetentionDays: 7,
  unknownTypes: 'allow',
  apiOrigins: [],
  allowLoopback: true,
  emulatedIam: true,
};

const DEPLOYED_EVERYWHERE = {
  endpointCacheSeconds: 10,
  requireTls: true,
  allowLoopback: false,
  emulatedIam: false,
} as const;

const DEPLOYED = {
  dev: { ledgerRetentionDays: 30, logRetentionDays: 14, protectData: false },
  prod: { ledgerRetentionDays: 400, logRetentionDays: 90, protectData: true },
} as const;

/** As long as a dead-letter queue keeps what failed. */
const DEFAULT_BUS_RETENTION_DAYS = 14;

/** Mails per second in the SES sandbox (Amazon SES Developer Guide, "Service quotas"). */
const SANDBOX_MAIL_RATE = 1;

/**
 * The environment that `CARILLON_ENV` names (default `local`). `dev` and `prod` read the account's values from variables.
 *
 * @throws CodedError `stack.environment.invalid`, once, with every missing or malformed variable
 */
export function readEnvironment(variables: Variables): Environment {
  const name = variables.CARILLON_ENV || 'local';
  if (name === 'local') return { ...LOCAL, ...localIssuer(variables) };
  if (name !== 'dev' && name !== 'prod') throw unknownEnvironment(name);
  const faults = variableFaults(name, variables);
  if (faults.length > 0) throw invalid(name, faults);
  return {
    name,
    ...DEPLOYED[name],
    ...DEPLOYED_EVERYWHERE,
    ...accountSettings(variables),
    ...(variables.CARILLON_TAKE_DOWN && { protectData: false, takenDown: true }),
  };
}

/** Warns about variables of an account without `CARILLON_ENV`: a later apply would use the old synthesis of that account. */
export function warningsOfMissingName(variables: Variables): string[] {
  const unused = Object.keys(variables).filter((name) => isVariable(name) && variables[name]);
  if (variables.CARILLON_ENV || unused.length === 0) return [];
  return [`CARILLON_ENV is not set, so this is local, for an emulator, without ${unused.sort().join(', ')}`];
}

/** Warnings for the operator before an apply. */
export function warningsOf(environment: Environment): string[] {
  const { name, objectLockMode, ledgerRetentionDays, takenDown, unknownTypes } = environment;
  const locked = `CARILLON_AUDIT_LOCK=COMPLIANCE: nobody, the root user included, can delete what is written to the audit bucket for ${ledgerRetentionDays} days; until then terraform destroy fails at that bucket, and it cannot be undone`;
  const unprotected = `CARILLON_TAKE_DOWN=${name}: after this apply terraform destroy deletes the ledger, the audit, the directory and the keys`;
  const misspelt =
    'CARILLON_UNKNOWN_TYPES=allow: a notification with a misspelt type goes to its channels, with data that nobody checks';
  const wasProtected = name !== 'local' && DEPLOYED[name].protectData;
  return [
    ...(objectLockMode === 'COMPLIANCE' ? [locked] : []),
    ...(takenDown && wasProtected ? [unprotected] : []),
    ...(name !== 'local' && unknownTypes === 'allow' ? [misspelt] : []),
  ];
}

/** Canonical form: DNS ignores case, but SES and comparisons use lower case. */
const lowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
};

/** Treats an empty variable as unset: CI systems pass missing values as empty strings. */
const accountSettings = (variables: Variables) => ({
  accountId: variables.CARILLON_ACCOUNT_ID as string,
  region: variables.CARILLON_REGION as string,
  sender: lowerDomain(variables.CARILLON_SENDER as string),
  stateBucket: variables.CARILLON_STATE_BUCKET as string,
  producers: listOf(variables.CARILLON_PRODUCERS),
  objectLockMode: (variables.CARILLON_AUDIT_LOCK || 'GOVERNANCE') as Environment['objectLockMode'],
  mailIdentity: (variables.CARILLON_MAIL_IDENTITY || 'own') as Environment['mailIdentity'],
  mailRatePerSecond: Number(variables.CARILLON_MAIL_RATE || SANDBOX_MAIL_RATE),
  webhookPorts: listOf(variables.CARILLON_WEBHOOK_PORTS).map(Number),
  eventSources: listOf(variables.CARILLON_EVENT_SOURCES),
  busEvents: (variables.CARILLON_BUS_EVENTS || 'failures') as BusEvents,
  busRetentionDays: Number(variables.CARILLON_BUS_RETENTION_DAYS || DEFAULT_BUS_RETENTION_DAYS),
  ...(variables.CARILLON_EVENT_TENANT && { eventTenant: variables.CARILLON_EVENT_TENANT }),
  ...(variables.CARILLON_EVENT_RECIPIENTS && { eventRecipients: variables.CARILLON_EVENT_RECIPIENTS }),
  ...(variables.CARILLON_SENDER_NAME && { senderName: variables.CARILLON_SENDER_NAME }),
  ...(variables.CARILLON_LAMBDA_CONCURRENCY && { lambdaConcurrency: Number(variables.CARILLON_LAMBDA_CONCURRENCY) }),
  ...(variables.CARILLON_WEBHOOK_CONCURRENCY && { webhookConcurrency: Number(variables.CARILLON_WEBHOOK_CONCURRENCY) }),
  unknownTypes: (variables.CARILLON_UNKNOWN_TYPES || 'refuse') as UnknownTypes,
  apiOrigins: listOf(variables.CARILLON_API_ORIGINS),
  ...issuerSettings(variables),
  ...(variables.CARILLON_REPLY_TO && { replyTo: variables.CARILLON_REPLY_TO }),
  ...(variables.CARILLON_REMOVE && { remove: variables.CARILLON_REMOVE.split(',') }),
  ...(variables.CARILLON_ALARM_EMAIL && { alarmEmail: variables.CARILLON_ALARM_EMAIL }),
});

const listOf = (text: string | undefined): string[] => (text ? text.split(',') : []);

const issuerSettings = (variables: Variables): Pick<Environment, 'issuer'> =>
  variables.CARILLON_API_ISSUER
    ? {
        issuer: {
          url: variables.CARILLON_API_ISSUER,
          audiences: listOf(variables.CARILLON_API_AUDIENCE),
          tenantClaim: variables.CARILLON_API_TENANT_CLAIM || 'tenant',
          roleClaim: variables.CARILLON_API_ROLE_CLAIM || 'role',
        },
      }
    : {};

/** An issuer on loopback, for tests of tokens: an emulator reads its keys over http. */
const localIssuer = ({ CARILLON_LOCAL_ISSUER: url }: Variables): Pick<Environment, 'issuer'> =>
  url ? { issuer: { url, audiences: ['carillon'], tenantClaim: 'tenant', roleClaim: 'role' } } : {};

const unknownEnvironment = (name: string): CodedError =>
  new CodedError(
    'stack.environment.unknown',
    `CARILLON_ENV is '${name}', expected one of ${ENVIRONMENT_NAMES.join(', ')}`,
    'set CARILLON_ENV to one of them, or leave it out for local',
  );

const invalid = (name: string, faults: readonly Fault[]): CodedError =>
  new CodedError(
    'stack.environment.invalid',
    `environment '${name}' is not complete`,
    'set the variables that the faults name; README, "Apply to AWS", lists them',
    faults,
  );
