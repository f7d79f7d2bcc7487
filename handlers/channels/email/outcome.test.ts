import type { DeliveryOutcome } from '../../../shared/domain/delivery/outcome';
import { mailErrorOutcome } from './outcome';

const SENDER = 'no-reply@mail.example.org';

const outcomeOf = (name: string, message = 'what SES says'): DeliveryOutcome =>
  mailErrorOutcome(Object.assign(new Error(message), { name }), SENDER);

/** Name and message of the error, and the outcome: `deferred 5` is deferred by 5 seconds. */
const TABLE: readonly (readonly [name: string, message: string, outcome: string])[] = [
  ['Throttling', 'Maximum sending rate exceeded.', 'deferred 5'],
  ['ThrottlingException', 'Rate exceeded', 'deferred 5'],
  ['TooManyRequestsException', 'Too Many Requests', 'deferred 5'],
  ['RequestLimitExceeded', '', 'deferred 5'],
  ['Throttling', 'Daily message quota exceeded.', 'deferred 3600'],
  ['LimitExceededException', 'Daily sending quota exceeded', 'deferred 3600'],
  ['AccountSendingPausedException', 'Email sending is disabled for your entire account.', 'deferred 900'],
  ['ConfigurationSetSendingPausedException', 'Email sending is disabled for the configuration set.', 'deferred 900'],
  ['MessageRejected', 'Sending paused for this account. For more information, see the console.', 'deferred 900'],
  ['ConfigurationSetDoesNotExistException', 'Configuration set <carillon-dev-mail> does not exist.', 'deferred 900'],
  ['ConfigurationSetDoesNotExist', 'Configuration set does not exist.', 'deferred 900'],
  ['MailFromDomainNotVerifiedException', 'MAIL FROM domain is not verified.', 'deferred 900'],
  [
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${SENDER}`,
    'deferred 900',
  ],
  ['MessageRejected', 'Email address not verified: Mail.Example.org, ann@example.com', 'deferred 900'],
  [
    'MessageRejected',
    'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ann@example.com',
    'rejected',
  ],
  ['MessageRejected', 'Email address is not verified: x@mail.example.org.evil.example', 'rejected'],
  ['MessageRejected', 'Address blacklisted.', 'rejected'],
  ['MessageRejected', 'Email contains a virus.', 'rejected'],
  ['MessageRejected', 'The quota of this mailbox is exceeded', 'rejected'],
  ['InvalidParameterValue', "Message length is more than 10485760 bytes long: '12345678'.", 'rejected'],
  ['InvalidParameterValue', "Missing final '@domain'", 'rejected'],
  ['InvalidParameterCombination', '', 'rejected'],
  ['ValidationError', '', 'rejected'],
  ['ServiceUnavailable', '', 'uncertain'],
  ['InternalFailure', '', 'uncertain'],
  ['RequestTimeout', '', 'uncertain'],
  ['TimeoutError', 'socket hang up', 'uncertain'],
  ['ECONNRESET', '', 'uncertain'],
  ['AccessDenied', 'User is not authorized to perform ses:SendRawEmail', 'uncertain'],
  ['ExpiredToken', '', 'uncertain'],
  ['SignatureDoesNotMatch', '', 'uncertain'],
  ['SomethingNew', 'Daily message quota exceeded.', 'uncertain'],
  ['messagerejected', '', 'uncertain'],
  ['', '', 'uncertain'],
];

it.each(TABLE)('%s: %s is %s', (name, message, expected) => {
  const [kind, seconds] = expected.split(' ');
  const reason = `SES ${name}: ${message}`;
  expect(outcomeOf(name, message)).toEqual(
    kind === 'uncertain'
      ? { kind: 'retry', reason, atLeastSeconds: 300 }
      : { kind, reason, ...(seconds !== undefined && { afterSeconds: Number(seconds) }) },
  );
});

it.each([
  ['a name that is not found', { code: 'ENOTFOUND' }, undefined],
  ['a connection that is refused', { code: 'ECONNREFUSED' }, undefined],
  ['an answer that the fault is ours', { $metadata: { httpStatusCode: 403 } }, undefined],
  ['a connection that breaks', { code: 'ECONNRESET' }, 300],
  ['a socket that hangs up', { code: 'EPIPE' }, 300],
  ['an answer that the fault is theirs', { $metadata: { httpStatusCode: 500 } }, 300],
  ['no answer in time', { name: 'TimeoutError' }, 300],
])('after %s it is certain or not whether SES took the mail', (_, details, atLeastSeconds) => {
  const outcome = mailErrorOutcome(Object.assign(new Error('why'), details), SENDER);
  expect([outcome.kind, 'atLeastSeconds' in outcome ? outcome.atLeastSeconds : undefined]).toEqual([
    'retry',
    atLeastSeconds,
  ]);
});

it('a thrown value that is not an Error is retried', () => {
  const outcome = { kind: 'retry', reason: 'SES Error: MessageRejected', atLeastSeconds: 300 };
  expect(mailErrorOutcome('MessageRejected', SENDER)).toEqual(outcome);
});
