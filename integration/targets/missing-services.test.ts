import { CodedError } from '../../shared/domain/coded-error';
import { missingServices } from './missing-services';

const failed = (...messages: string[]) =>
  new CodedError(
    ...(['local.terraform.failed', 'terraform apply failed', 'see the log'] as const),
    messages.map((message) => ({ code: 'local.terraform.diagnostic', path: '', message })),
  );

const NO_SESV2 =
  'aws_sesv2_email_identity.mail_identity: creating SESv2 (Simple Email V2) Email Identity (x): https response error StatusCode: 501, RequestID: 1, api error InternalFailure: The API for service sesv2 is either not included in your current license plan or has not yet been emulated';
const NO_API = 'aws_apigatewayv2_api.api: creating API Gateway v2 API (x): API action not implemented';

test('services that the target does not have are named once each, with what leaves them out', () => {
  const second = NO_SESV2.replace('.mail_identity', '.another');
  expect(missingServices(failed(NO_SESV2, NO_API, second), 'an unknown emulator')).toMatchObject({
    code: 'integration.target.lacks',
    message: 'an unknown emulator has no aws_apigatewayv2_api, aws_sesv2_email_identity',
    fix: expect.stringMatching(/^CARILLON_TARGET_LACKS=aws_apigatewayv2_api,aws_sesv2_email_identity leaves them out/),
  });
});

test.each([
  [
    'a call that a service refuses',
    [NO_API, 'aws_sqs_queue.q: creating SQS Queue (q): StatusCode: 400, InvalidAttribute'],
  ],
  ['a fault of Terraform itself', [NO_API, 'Unsupported argument: an argument named "x" is not implemented here']],
  ['nothing', []],
])('%s is no missing service', (_, messages) => {
  expect(missingServices(failed(...messages), 'x')).toBeUndefined();
});
