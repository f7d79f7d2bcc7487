import { mailErrorOutcome } from './outcome';

const sesError = (name: string) => Object.assign(new Error('what SES says'), { name });

it.each(['MessageRejected', 'InvalidParameterValue', 'InvalidParameterCombination', 'ValidationError'])(
  '%s is permanent: the same mail would be refused again',
  (name) => {
    expect(mailErrorOutcome(sesError(name))).toEqual({ kind: 'rejected', reason: `SES ${name}: what SES says` });
  },
);

it.each([
  ...[
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'LimitExceededException',
  ],
  ...['ServiceUnavailable', 'InternalFailure', 'RequestTimeout', 'TimeoutError', 'ECONNRESET'],
  ...['AccountSendingPausedException', 'ConfigurationSetSendingPausedException'],
  ...['ConfigurationSetDoesNotExistException', 'MailFromDomainNotVerifiedException'],
  ...['AccessDenied', 'ExpiredToken', 'SignatureDoesNotMatch', 'SomethingNew', 'messagerejected', ''],
])('%s is retried', (name) => {
  expect(mailErrorOutcome(sesError(name))).toEqual({ kind: 'retry', reason: `SES ${name}: what SES says` });
});

it('what is no error at all is retried', () => {
  expect(mailErrorOutcome('MessageRejected')).toEqual({ kind: 'retry', reason: 'SES Error: MessageRejected' });
});
