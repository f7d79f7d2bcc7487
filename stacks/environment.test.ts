import { CodedError } from '../shared/domain/kit/errors/coded-error';
import { readEnvironment, warningsOf } from './environment';
import { OPTIONAL_VARIABLES, REQUIRED_VARIABLES } from './verification/testing/environments';

const DEPLOYED = {
  endpointCacheSeconds: 10,
  requireTls: true,
  allowLoopback: false,
  emulatedIam: false,
  unknownTypes: 'refuse',
  mailIdentity: 'own',
};
const ACCOUNT = {
  accountId: '111122223333',
  region: 'eu-central-1',
  sender: 'notifications@mail.example.com',
  stateBucket: 'example-terraform-state',
};

test.each([{}, { CARILLON_ENV: '' }, { CARILLON_ENV: 'local' }])(
  '%j is local, which needs no variables',
  (variables) => {
    expect(readEnvironment(variables)).toEqual({
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
      busEvents: 'all',
      busRetentionDays: 7,
      eventSources: ['alarm-changed', 'codepipeline-failed', 'object-created'],
      eventTenant: 'demo',
      eventRecipients: 'operations@carillon.example',
      unknownTypes: 'allow',
      apiOrigins: [],
      allowLoopback: true,
      emulatedIam: true,
    });
  },
);

test('local ignores the variables of the other environments', () => {
  expect(readEnvironment({ ...REQUIRED_VARIABLES, ...OPTIONAL_VARIABLES })).toEqual(readEnvironment({}));
});

test('dev can be destroyed and has short retention', () => {
  expect(readEnvironment({ CARILLON_ENV: 'dev', ...REQUIRED_VARIABLES })).toEqual({
    name: 'dev',
    ...ACCOUNT,
    ...DEPLOYED,
    producers: [],
    mailRatePerSecond: 1,
    webhookPorts: [],
    apiOrigins: [],
    busEvents: 'failures',
    busRetentionDays: 14,
    eventSources: [],
    objectLockMode: 'GOVERNANCE',
    ledgerRetentionDays: 30,
    logRetentionDays: 14,
    protectData: false,
  });
});

test('prod protects its data and keeps it for more than a year', () => {
  expect(readEnvironment({ CARILLON_ENV: 'prod', ...REQUIRED_VARIABLES, ...OPTIONAL_VARIABLES })).toEqual({
    name: 'prod',
    ...ACCOUNT,
    ...DEPLOYED,
    objectLockMode: 'GOVERNANCE',
    ledgerRetentionDays: 400,
    logRetentionDays: 90,
    protectData: true,
    producers: ['arn:aws:iam::111122223333:role/shop', 'arn:aws:iam::111122223333:role/billing'],
    busEvents: 'all',
    busRetentionDays: 90,
    eventSources: ['alarm-changed', 'codepipeline-failed', 'object-created'],
    eventTenant: 'operations',
    eventRecipients: 'operations@example.com,night@example.com',
    replyTo: 'support@example.com',
    senderName: 'Example Shop',
    mailRatePerSecond: 14,
    lambdaConcurrency: 1000,
    webhookConcurrency: 50,
    webhookPorts: [8443, 9443],
    alarmEmail: 'operations@example.com',
    issuer: {
      url: 'https://issuer.example.com/realms/main',
      audiences: ['carillon', 'https://notifications.example.com'],
      tenantClaim: 'custom:tenant',
      roleClaim: 'https://example.com/role',
    },
    apiOrigins: ['https://console.example.com', 'https://other.example.com:8443'],
  });
});

test('an issuer needs an audience, so that tokens for another service are refused, and an audience an issuer', () => {
  const read = (more: object) => refusal({ CARILLON_ENV: 'dev', ...REQUIRED_VARIABLES, ...more });
  const CARILLON_API_ISSUER = 'https://issuer.example.com';
  expect(read({ CARILLON_API_ISSUER })).toMatchObject({ faults: [{ path: '/CARILLON_API_AUDIENCE' }] });
  expect(read({ CARILLON_API_AUDIENCE: 'carillon' })).toMatchObject({ faults: [{ path: '/CARILLON_API_ISSUER' }] });
  expect(read({ CARILLON_API_ISSUER: 'http://issuer.example.com', CARILLON_API_AUDIENCE: 'carillon' })).toMatchObject({
    faults: [{ path: '/CARILLON_API_ISSUER' }],
  });
});

test('local takes an issuer on loopback, for tests of tokens', () => {
  const issuer = { url: 'http://127.0.0.1:4599', audiences: ['carillon'], tenantClaim: 'tenant', roleClaim: 'role' };
  expect(readEnvironment({ CARILLON_LOCAL_ISSUER: issuer.url })).toEqual({ ...readEnvironment({}), issuer });
});

test('an empty optional variable counts as unset', () => {
  const empty = { CARILLON_PRODUCERS: '', CARILLON_ALARM_EMAIL: '', CARILLON_WEBHOOK_PORTS: '' };
  const read = (more: object) => readEnvironment({ CARILLON_ENV: 'prod', ...REQUIRED_VARIABLES, ...more });
  expect(read(empty)).toEqual(read({}));
});

describe('alarms of prod need a subscriber', () => {
  const heard = (name: string, variables: Readonly<Record<string, string>>) =>
    refusal({ CARILLON_ENV: name, ...REQUIRED_VARIABLES, CARILLON_ALARM_SUBSCRIBER: '', ...variables });

  test('prod is refused without an address or another subscriber', () => {
    const text =
      'is not set, expected who is mailed when prod raises an alarm, or CARILLON_ALARM_SUBSCRIBER=elsewhere where something else subscribes to the topic of alarms';
    expect(heard('prod', {})).toMatchObject({ faults: [fault('CARILLON_ALARM_EMAIL', text)] });
  });

  test.each([
    ['prod', { CARILLON_ALARM_EMAIL: 'operations@example.com' }],
    ['prod', { CARILLON_ALARM_SUBSCRIBER: 'elsewhere' }],
    ['dev', {}],
  ])('%s with %j is not', (name, variables) => {
    expect(heard(name, variables)).toMatchObject({ name });
  });
});

test('an unknown environment is refused, with the known names', () => {
  expect(refusal({ CARILLON_ENV: 'Prod' })).toEqual({
    code: 'stack.environment.unknown',
    message: "CARILLON_ENV is 'Prod', expected one of local, dev, prod",
    fix: 'set CARILLON_ENV to one of them, or leave it out for local',
    faults: [],
  });
});

test('every fault is reported at once', () => {
  const variables = {
    CARILLON_ENV: 'dev',
    CARILLON_ACCOUNT_ID: '1111',
    CARILLON_REGION: 'Frankfurt',
    CARILLON_SENDER: '',
    CARILLON_STATE_BUCKET: 'Bucket',
    CARILLON_PRODUCERS: 'arn:aws:iam::111122223333:role/shop,*',
    CARILLON_ALARM_EMAIL: 'operations',
  };
  expect(refusal(variables)).toEqual({
    code: 'stack.environment.invalid',
    message: "environment 'dev' is not complete",
    fix: 'set the variables that the faults name; README, "Apply to AWS", lists them',
    faults: [
      fault('CARILLON_ACCOUNT_ID', "is '1111', expected an AWS account id of 12 digits"),
      fault('CARILLON_REGION', "is 'Frankfurt', expected a region of AWS that has SES, such as eu-central-1"),
      fault(
        'CARILLON_SENDER',
        'is not set, expected the From address of mails, in ASCII, an international domain in Punycode',
      ),
      fault('CARILLON_STATE_BUCKET', "is 'Bucket', expected the S3 bucket of Terraform state"),
      fault(
        'CARILLON_PRODUCERS',
        "is 'arn:aws:iam::111122223333:role/shop,*', expected comma-separated ARNs of IAM roles or users",
      ),
      fault(
        'CARILLON_ALARM_EMAIL',
        "is 'operations', expected a mail address, in ASCII, an international domain in Punycode",
      ),
    ],
  });
});

test('a display name that is too long beside its address for SES is refused', () => {
  const named = (name: string) => () =>
    readEnvironment({ CARILLON_ENV: 'dev', ...REQUIRED_VARIABLES, CARILLON_SENDER_NAME: name });
  expect(named('あ'.repeat(50))).not.toThrow();
  expect(named('あ'.repeat(80))).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ path: '/CARILLON_SENDER_NAME' })] }),
  );
});

describe('single variables', () => {
  const accepted: [string, string][] = [
    ['CARILLON_REGION', 'us-gov-west-1'],
    ['CARILLON_REGION', 'eu-south-1'],
    ['CARILLON_MAIL_IDENTITY', 'existing'],
    ['CARILLON_SENDER_NAME', 'Bücher & Söhne, Wien'],
    ['CARILLON_SENDER', 'notifications+prod@mail.example.co.uk'],
    ['CARILLON_SENDER', "o'hara@xn--bcher-kva.example"],
    ['CARILLON_PRODUCERS', 'arn:aws-us-gov:iam::111122223333:user/team/ann@example.com'],
    ['CARILLON_PRODUCERS', 'arn:aws:iam::111122223333:root'],
    ['CARILLON_WEBHOOK_PORTS', '8443'],
    ['CARILLON_UNKNOWN_TYPES', 'refuse'],
    ['CARILLON_UNKNOWN_TYPES', ''],
    ['CARILLON_WEBHOOK_PORTS', Array(20).fill('8443').join()],
  ];
  const refused: [string, string][] = [
    ['CARILLON_ACCOUNT_ID', '1111222233334'],
    ['CARILLON_ALARM_SUBSCRIBER', 'nobody'],
    ['CARILLON_ACCOUNT_ID', '11112222333x'],
    ['CARILLON_REGION', 'us-iso-east-1'],
    ['CARILLON_REGION', 'cn-northwest-1'],
    ['CARILLON_REGION', 'eu-centrl-1'],
    ['CARILLON_MAIL_IDENTITY', 'shared'],
    ['CARILLON_REGION', 'eu-central-1a'],
    ['CARILLON_SENDER', 'Carillon <notifications@example.com>'],
    ['CARILLON_SENDER', 'notifications@localhost'],
    ['CARILLON_SENDER', 'notifications@bücher.example'],
    ['CARILLON_REPLY_TO', 'a@example.com, b@example.com'],
    ['CARILLON_SENDER', 'notifications@example..com'],
    ['CARILLON_SENDER', 'notifications@$' + '{example}.com'],
    ['CARILLON_SENDER_NAME', 'a\nb'],
    ['CARILLON_SENDER_NAME', '$' + '{x}'],
    ['CARILLON_LAMBDA_CONCURRENCY', '9'],
    ['CARILLON_WEBHOOK_CONCURRENCY', '1'],
    ['CARILLON_WEBHOOK_CONCURRENCY', '1001'],
    ['CARILLON_MAIL_RATE', '0'],
    ['CARILLON_MAIL_RATE', '0.5'],
    ['CARILLON_MAIL_RATE', '14/s'],
    ['CARILLON_WEBHOOK_PORTS', '8443, 9443'],
    ['CARILLON_WEBHOOK_PORTS', '8443,'],
    ['CARILLON_WEBHOOK_PORTS', '8000-9000'],
    ['CARILLON_WEBHOOK_PORTS', '-1'],
    ['CARILLON_WEBHOOK_PORTS', '0x1bb'],
    ['CARILLON_WEBHOOK_PORTS', Array(21).fill('8443').join()],
    ['CARILLON_UNKNOWN_TYPES', 'Allow'],
    ['CARILLON_REMOVE', 'carillon-prod-Sms'],
    ['CARILLON_REMOVE', 'sms,'],
    ['CARILLON_UNKNOWN_TYPES', 'yes'],
    ['CARILLON_STATE_BUCKET', 'ab'],
    ['CARILLON_STATE_BUCKET', '-bucket'],
    ['CARILLON_PRODUCERS', '*'],
    ['CARILLON_PRODUCERS', 'arn:aws:iam::111122223333:role/*'],
    ['CARILLON_PRODUCERS', 'arn:aws:sts::111122223333:assumed-role/shop/session'],
    ['CARILLON_PRODUCERS', 'arn:aws:iam::111122223333:role/shop,'],
  ];
  const withOne = (name: string, value: string) => ({ CARILLON_ENV: 'dev', ...REQUIRED_VARIABLES, [name]: value });

  test.each(accepted)('%s may be %s', (name, value) => {
    expect(() => readEnvironment(withOne(name, value))).not.toThrow();
  });

  test.each(refused)('%s may not be %s', (name, value) => {
    expect(refusal(withOne(name, value))).toMatchObject({ faults: [{ path: `/${name}` }] });
  });
});

const fault = (variable: string, text: string) => ({
  code: 'stack.environment.invalid',
  path: `/${variable}`,
  message: `${variable} ${text}`,
});

function refusal(variables: Readonly<Record<string, string>>): object {
  try {
    return readEnvironment(variables);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { code, message, fix, faults } = error;
    return { code, message, fix, faults };
  }
}

describe('irreversible settings are explicit', () => {
  const prod = (variables: Readonly<Record<string, string>> = {}) =>
    readEnvironment({ CARILLON_ENV: 'prod', ...REQUIRED_VARIABLES, ...variables });

  test('prod locks its audit in governance mode by default, without a warning', () => {
    expect([prod().objectLockMode, warningsOf(prod()), warningsOf(readEnvironment({}))]).toEqual([
      'GOVERNANCE',
      [],
      [],
    ]);
  });

  test('compliance mode, which binds even the root user, is warned of before an apply', () => {
    const locked = prod({ CARILLON_AUDIT_LOCK: 'COMPLIANCE' });
    expect([locked.objectLockMode, warningsOf(locked)]).toEqual([
      'COMPLIANCE',
      [expect.stringMatching(/nobody, the root user included, .* for 400 days/)],
    ]);
  });

  test('CARILLON_TAKE_DOWN needs the name of the environment', () => {
    const down = prod({ CARILLON_TAKE_DOWN: 'prod' });
    expect([down.protectData, warningsOf(down)]).toEqual([
      false,
      [expect.stringContaining('terraform destroy deletes the ledger')],
    ]);
  });

  test('unknown types are accepted only if configured, with a warning', () => {
    const open = prod({ CARILLON_UNKNOWN_TYPES: 'allow' });
    expect([open.unknownTypes, warningsOf(open)]).toEqual(['allow', [expect.stringContaining('misspelt type')]]);
  });

  test.each([
    ['CARILLON_AUDIT_LOCK', 'compliance'],
    ['CARILLON_TAKE_DOWN', 'dev'],
    ['CARILLON_TAKE_DOWN', 'yes'],
  ])('%s=%s is refused', (variable, value) => {
    expect(() => prod({ [variable]: value })).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ path: `/${variable}` })] }),
    );
  });
});

test('the domain of the sender is canonical: lower case, as in the SES identity and the DNS records', () => {
  const { sender } = readEnvironment({
    CARILLON_ENV: 'dev',
    ...REQUIRED_VARIABLES,
    CARILLON_SENDER: 'No.Reply@Mail.Example.COM',
  });
  expect(sender).toBe('No.Reply@mail.example.com');
});
