import type { UnknownTypes } from '../shared/catalogue/type-faults';
import { CodedError, type Fault } from '../shared/domain/kit/errors/coded-error';
import { isVariable, type Variables, variableFaults } from './variables';

export const ENVIRONMENT_NAMES = ['local', 'dev', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** Everything in which environments differ. What is not here is the same everywhere. */
export interface Environment {
  readonly name: EnvironmentName;
  /** 12 digits. Terraform refuses to apply to any other account. */
  readonly accountId: string;
  readonly region: string;
  /** The From address; its domain is the SES identity. */
  readonly sender: string;
  /** What stands before the From address, and below mails, of tenants that have nothing of their own. @default its domain */
  readonly senderName?: string;
  /**
   * Whose the SES identity of the sender's domain is. There is one for each domain, account and region: where several
   * environments send from one domain, one of them has it, and the others use it.
   */
  readonly mailIdentity: 'own' | 'existing';
  /** Where answers to mails go. @default to the sender */
  readonly replyTo?: string;
  /** This environment's share of what SES lets the account send in a second, in all its functions together. */
  readonly mailRatePerSecond: number;
  /** Bucket of the Terraform state. @default a local file */
  readonly stateBucket?: string;
  /** ARNs that the topic's policy lets publish, beside what the account's IAM policies allow. @default none */
  readonly producers: readonly string[];
  /** How many functions the account lets run at once. @default not known: nothing is reserved */
  readonly lambdaConcurrency?: number;
  /** How many functions may post webhooks at once. @default the channel's own */
  readonly webhookConcurrency?: number;
  /** Where alarms are mailed to. @default nowhere: subscribe to the alarms topic yourself */
  readonly alarmEmail?: string;
  /**
   * How the audit bucket keeps what is written. COMPLIANCE binds everybody, the root user too: the bucket and what it costs
   * stay until the last lock has ended. GOVERNANCE can be overridden by whoever has `s3:BypassGovernanceRetention`.
   */
  readonly objectLockMode: 'COMPLIANCE' | 'GOVERNANCE';
  /** Days that a notification stays in the ledger, and what proves it in the audit bucket. */
  readonly ledgerRetentionDays: number;
  /** One of the values that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
  /** Refuse to destroy or delete what holds data. */
  readonly protectData: boolean;
  /** `CARILLON_TAKE_DOWN` asked for it: nothing is protected any more. @default false */
  readonly takenDown?: boolean;
  /** Channels and functions that the stack no longer has, whose queues may go with what waits in them. @default none */
  readonly remove?: readonly string[];
  /** Seconds between attempts. @default each channel's own */
  readonly retryDelaysSeconds?: readonly number[];
  /** Seconds that a function takes a tenant's endpoints for unchanged; 0 to 45, so that a change is seen within a minute. */
  readonly endpointCacheSeconds: number;
  /** Queues and topics refuse plain http. Only `local` may allow it: an emulator's endpoint has no TLS. */
  readonly requireTls: boolean;
  /** TCP ports beside 443 that webhooks may go to, on public addresses and over https. */
  readonly webhookPorts: readonly number[];
  /** What becomes of a notification whose type the catalogue does not have: a misspelt one is not to reach anybody. */
  readonly unknownTypes: UnknownTypes;
  /** Webhooks may go to this host, over http and on any port. Only `local` may. */
  readonly allowLoopback: boolean;
  /**
   * Grants what MiniStack's IAM asks for and AWS's does not: mail as any SES identity, for it understands no other
   * resource there, and `sqs:SendMessageBatch`, which AWS checks as `sqs:SendMessage`. Leaves out what it cannot evaluate:
   * the encryption context of KMS. Only `local` may.
   */
  readonly emulatedIam: boolean;
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
  unknownTypes: 'allow',
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

/** Of an account that has not asked for more (Amazon SES Developer Guide, "Service quotas"). */
const SANDBOX_MAIL_RATE = 1;

/**
 * The environment that `CARILLON_ENV` names (default `local`). `dev` and `prod` take the account's own values from
 * variables; every one that is missing or malformed is reported at once.
 */
export function readEnvironment(variables: Variables): Environment {
  const name = variables.CARILLON_ENV || 'local';
  if (name === 'local') return LOCAL;
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

/** A shell that has the variables of an account and not the name of an environment: what is applied next is an old stack. */
export function forgottenName(variables: Variables): string[] {
  const unused = Object.keys(variables).filter((name) => isVariable(name) && variables[name]);
  if (variables.CARILLON_ENV || unused.length === 0) return [];
  return [`CARILLON_ENV is not set, so this is local, for an emulator, without ${unused.sort().join(', ')}`];
}

/** What whoever applies an environment should know before. */
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

/** DNS takes both cases for the same name, and SES and everything that compares names has the lower one. */
const lowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
};

/** Empty is as good as not set, which is how CI systems pass what they do not have. */
const accountSettings = (variables: Variables) => ({
  accountId: variables.CARILLON_ACCOUNT_ID as string,
  region: variables.CARILLON_REGION as string,
  sender: lowerDomain(variables.CARILLON_SENDER as string),
  stateBucket: variables.CARILLON_STATE_BUCKET as string,
  producers: variables.CARILLON_PRODUCERS ? variables.CARILLON_PRODUCERS.split(',') : [],
  objectLockMode: (variables.CARILLON_AUDIT_LOCK || 'GOVERNANCE') as Environment['objectLockMode'],
  mailIdentity: (variables.CARILLON_MAIL_IDENTITY || 'own') as Environment['mailIdentity'],
  mailRatePerSecond: Number(variables.CARILLON_MAIL_RATE || SANDBOX_MAIL_RATE),
  webhookPorts: variables.CARILLON_WEBHOOK_PORTS ? variables.CARILLON_WEBHOOK_PORTS.split(',').map(Number) : [],
  ...(variables.CARILLON_SENDER_NAME && { senderName: variables.CARILLON_SENDER_NAME }),
  ...(variables.CARILLON_LAMBDA_CONCURRENCY && { lambdaConcurrency: Number(variables.CARILLON_LAMBDA_CONCURRENCY) }),
  ...(variables.CARILLON_WEBHOOK_CONCURRENCY && { webhookConcurrency: Number(variables.CARILLON_WEBHOOK_CONCURRENCY) }),
  unknownTypes: (variables.CARILLON_UNKNOWN_TYPES || 'refuse') as UnknownTypes,
  ...(variables.CARILLON_REPLY_TO && { replyTo: variables.CARILLON_REPLY_TO }),
  ...(variables.CARILLON_REMOVE && { remove: variables.CARILLON_REMOVE.split(',') }),
  ...(variables.CARILLON_ALARM_EMAIL && { alarmEmail: variables.CARILLON_ALARM_EMAIL }),
});

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
