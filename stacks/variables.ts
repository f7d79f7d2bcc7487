import type { Fault } from '../shared/domain/kit/errors/coded-error';
import { BUS_EVENTS } from '../shared/domain/notification/bus-events';
import { isNameShown } from '../shared/mail/compose/header-values';
import { SES_REGIONS } from './constructs/ses-regions';

/** Environment variables of the synthesizing process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Faults of missing or malformed variables of `dev` or `prod`; checks across variables run only when each is well-formed. */
export function variableFaults(name: string, variables: Variables): Fault[] {
  const rules = { ...VARIABLES, CARILLON_TAKE_DOWN: takeDownRule(name) };
  const faults = Object.entries(rules).flatMap(([variable, rule]) => faultsOfOne(variable, rule, variables));
  const all = [
    ...faults,
    ...alarmSubscriberFaults(name, variables),
    ...issuerFaults(variables),
    ...eventSourceFaults(variables),
  ];
  return all.length > 0 ? all : senderNameFaults(variables);
}

const fault = (variable: string, text: string): Fault => ({
  code: 'stack.environment.invalid',
  path: `/${variable}`,
  message: `${variable} ${text}`,
});

/** Requires the environment's name, so that a variable left in a shell cannot take down another environment. */
const takeDownRule = (name: string): VariableRule => ({
  required: false,
  pattern: new RegExp(`^${name}$`),
  expected: `'${name}', the environment to take down`,
});

interface VariableRule {
  readonly required: boolean;
  readonly pattern: RegExp;
  readonly expected: string;
}

/** A dot-atom of ASCII (RFC 5322, section 3.2.3), since it goes into headers, without braces, which Terraform would evaluate. */
const ADDRESS = "[\\w!#$%&'*+/=?^`|~-]+(\\.[\\w!#$%&'*+/=?^`|~-]+)*@[a-z\\d-]+(\\.[a-z\\d-]+)+";
const MAIL_ADDRESS = new RegExp(`^${ADDRESS}$`, 'i');
const ASCII = 'in ASCII, an international domain in Punycode';
const ARN = 'arn:aws(-[a-z]+)*:iam::\\d{12}:(root|(role|user)/[\\w+=.@/-]+)';

/** Claims have names such as `tenant`, `custom:tenant` or `https://example.com/tenant`. */
const CLAIM = /^[\w.:/-]{1,100}$/;
const CLAIM_EXPECTED = 'the name of a claim, such as tenant or custom:tenant';

const VARIABLES: Readonly<Record<string, VariableRule>> = {
  CARILLON_ACCOUNT_ID: { required: true, pattern: /^\d{12}$/, expected: 'an AWS account id of 12 digits' },
  CARILLON_REGION: {
    required: true,
    pattern: new RegExp(`^(${SES_REGIONS.join('|')})$`),
    expected: 'a region of AWS that has SES, such as eu-central-1',
  },
  CARILLON_SENDER: { required: true, pattern: MAIL_ADDRESS, expected: `the From address of mails, ${ASCII}` },
  CARILLON_STATE_BUCKET: {
    required: true,
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    expected: 'the S3 bucket of Terraform state',
  },
  CARILLON_PRODUCERS: {
    required: false,
    pattern: new RegExp(`^${ARN}(,${ARN})*$`),
    expected: 'comma-separated ARNs of IAM roles or users',
  },
  CARILLON_ALARM_EMAIL: { required: false, pattern: MAIL_ADDRESS, expected: `a mail address, ${ASCII}` },
  CARILLON_ALARM_SUBSCRIBER: { required: false, pattern: /^elsewhere$/, expected: 'elsewhere' },
  CARILLON_LAMBDA_CONCURRENCY: {
    required: false,
    pattern: /^[1-9]\d{1,5}$/,
    expected: "the account's quota of concurrent executions, 10 to 999999",
  },
  CARILLON_WEBHOOK_CONCURRENCY: {
    required: false,
    pattern: /^([2-9]|[1-9]\d{1,2}|1000)$/,
    expected: 'functions that post webhooks at once, 2 to 1000',
  },
  // Excludes `$`, `%` and braces, which Terraform would evaluate (injection).
  CARILLON_SENDER_NAME: {
    required: false,
    pattern: /^[^\p{Cc}\p{Zl}\p{Zp}"\\${}%]{1,100}$/u,
    expected: 'a name of at most 100 characters in one line, without " \\ $ % { }',
  },
  CARILLON_MAIL_IDENTITY: { required: false, pattern: /^(own|existing)$/, expected: 'own or existing' },
  CARILLON_MAIL_RATE: {
    required: false,
    pattern: /^[1-9]\d{0,3}(\.\d)?$/,
    expected: 'mails a second as SES says, 1 to 9999',
  },
  CARILLON_WEBHOOK_PORTS: {
    required: false,
    pattern: /^[1-9]\d{0,4}(,[1-9]\d{0,4}){0,19}$/,
    expected: 'up to 20 comma-separated port numbers, such as 8443,9443',
  },
  CARILLON_AUDIT_LOCK: {
    required: false,
    pattern: /^(GOVERNANCE|COMPLIANCE)$/,
    expected: 'GOVERNANCE or COMPLIANCE',
  },
  CARILLON_UNKNOWN_TYPES: { required: false, pattern: /^(refuse|allow)$/, expected: 'refuse or allow' },
  CARILLON_EVENT_SOURCES: {
    required: false,
    pattern: /^[a-z][a-z\d-]{0,39}(,[a-z][a-z\d-]{0,39})*$/,
    expected: 'comma-separated names of event sources, such as codepipeline-failed',
  },
  CARILLON_EVENT_TENANT: {
    required: false,
    pattern: /^[a-z\d][a-z\d_-]{0,63}$/,
    expected: 'the tenant of notifications that event sources make, 1 to 64 of a-z 0-9 - _',
  },
  CARILLON_EVENT_RECIPIENTS: {
    required: false,
    pattern: new RegExp(`^${ADDRESS}(,${ADDRESS}){0,49}$`, 'i'),
    expected: `1 to 50 comma-separated mail addresses, ${ASCII}`,
  },
  CARILLON_BUS_EVENTS: {
    required: false,
    pattern: new RegExp(`^(${BUS_EVENTS.join('|')})$`),
    expected: BUS_EVENTS.join(' or '),
  },
  CARILLON_BUS_RETENTION_DAYS: {
    required: false,
    pattern: /^[1-9]\d{0,3}$/,
    expected: 'days for which the archive of the event bus keeps events, 1 to 9999',
  },
  CARILLON_REMOVE: {
    required: false,
    pattern: /^[a-z][a-z\d-]{0,19}(,[a-z][a-z\d-]{0,19})*$/,
    expected: 'comma-separated names of channels and functions, such as sms',
  },
  CARILLON_API_ISSUER: {
    required: false,
    pattern: /^https:\/\/[a-z\d.-]+(:\d{1,5})?(\/[\w.~/-]*)?$/,
    expected: 'the https URL of an OpenID Connect issuer, as the claim iss spells it',
  },
  CARILLON_API_AUDIENCE: {
    required: false,
    pattern: /^[\w.:/@~-]+(,[\w.:/@~-]+)*$/,
    expected: 'comma-separated audiences, such as https://notifications.example.com',
  },
  CARILLON_API_TENANT_CLAIM: { required: false, pattern: CLAIM, expected: CLAIM_EXPECTED },
  CARILLON_API_ROLE_CLAIM: { required: false, pattern: CLAIM, expected: CLAIM_EXPECTED },
  CARILLON_API_ORIGINS: {
    required: false,
    pattern: /^https:\/\/[a-z\d.-]+(:\d{1,5})?(,https:\/\/[a-z\d.-]+(:\d{1,5})?)*$/,
    expected: 'comma-separated origins, such as https://console.example.com',
  },
  CARILLON_REPLY_TO: { required: false, pattern: MAIL_ADDRESS, expected: `a mail address, ${ASCII}` },
};

/** Whether `dev` or `prod` reads this variable. */
export const isVariable = (name: string): boolean => name === 'CARILLON_TAKE_DOWN' || Object.hasOwn(VARIABLES, name);

function faultsOfOne(variable: string, { required, pattern, expected }: VariableRule, variables: Variables): Fault[] {
  const value = variables[variable];
  if (value ? pattern.test(value) : !required) return [];
  return [fault(variable, `${value ? `is '${value}'` : 'is not set'}, expected ${expected}`)];
}

/** Requires a subscriber for the alarms of prod. */
function alarmSubscriberFaults(name: string, { CARILLON_ALARM_EMAIL, CARILLON_ALARM_SUBSCRIBER }: Variables): Fault[] {
  if (name !== 'prod' || CARILLON_ALARM_EMAIL || CARILLON_ALARM_SUBSCRIBER) return [];
  const otherwise = 'or CARILLON_ALARM_SUBSCRIBER=elsewhere where something else subscribes to the topic of alarms';
  return [fault('CARILLON_ALARM_EMAIL', `is not set, expected who is mailed when prod raises an alarm, ${otherwise}`)];
}

/** A token of another service of the same issuer must not be accepted, so an issuer without an audience is refused. */
function issuerFaults({ CARILLON_API_ISSUER, CARILLON_API_AUDIENCE }: Variables): Fault[] {
  if (Boolean(CARILLON_API_ISSUER) === Boolean(CARILLON_API_AUDIENCE)) return [];
  return CARILLON_API_ISSUER
    ? [fault('CARILLON_API_AUDIENCE', 'is not set, expected the audience of tokens of CARILLON_API_ISSUER')]
    : [fault('CARILLON_API_ISSUER', 'is not set, expected the issuer of tokens for CARILLON_API_AUDIENCE')];
}

/** Requires tenant and recipients of the notifications that event sources make. */
function eventSourceFaults(variables: Variables): Fault[] {
  if (!variables.CARILLON_EVENT_SOURCES) return [];
  const needed = {
    CARILLON_EVENT_TENANT: 'their tenant',
    CARILLON_EVENT_RECIPIENTS: 'the addresses that they are mailed to',
  };
  return Object.entries(needed).flatMap(([variable, what]) =>
    variables[variable] ? [] : [fault(variable, `is not set, expected ${what}: CARILLON_EVENT_SOURCES is set`)],
  );
}

/** Refuses a display name that is too long for the From header: all mails would be sent without it. */
function senderNameFaults({ CARILLON_SENDER_NAME: name, CARILLON_SENDER: address = '' }: Variables): Fault[] {
  if (!name || isNameShown({ name, address })) return [];
  const expected = 'a name that has at most 320 characters with its address as mail headers encode it, as SES takes it';
  return [fault('CARILLON_SENDER_NAME', `is '${name}', expected ${expected}`)];
}
