import type { Answers } from '../testing/test-aws';
import { API } from './testing/apigateway-cases';
import { ALIASES } from './testing/kms-cases';
import { policyOf, statement } from './testing/lambda-cases';
import { find, KEY_METADATA, PROD, referred, regionalArn } from './testing/prod-plan';

describe('what cannot be imported', () => {
  const UNCONFIRMED = { Protocol: 'email', Endpoint: 'operations@example.com', SubscriptionArn: 'PendingConfirmation' };
  const MADE_AGAIN = {
    kind: 'not_importable',
    isMadeAgain: true,
    reason: expect.stringMatching(/^it waits for its confirmation .* subscribes again/),
  };
  const [api] = API.GetApisCommand.Items;
  const twice = (Sid: string) =>
    statement(Sid, 'events.amazonaws.com', regionalArn('events', 'rule/carillon-prod-sweeper'));
  const target = (Id: string) => ({ Id, Arn: regionalArn('lambda', 'function:carillon-prod-sweeper') });

  test.each<[string, string, Answers, string]>([
    [
      'one of two APIs with one name',
      'aws_apigatewayv2_api.http_api',
      { GetApisCommand: { Items: [api, { ...api, ApiId: 'a2' }] } },
      'several APIs have this name: a1, a2; keep the one that the permission of its function names (aws lambda get-policy ' +
        '--function-name carillon-prod-api), delete the other (aws apigatewayv2 delete-api --api-id <id>), and run doctor again',
    ],
    [
      'one of two statements that allow the same',
      'aws_lambda_permission.sweeper_permission',
      { GetPolicyCommand: { Policy: policyOf(twice('s1'), twice('s2')) } },
      'carillon-prod-sweeper/s1, carillon-prod-sweeper/s2',
    ],
    [
      'one of two targets of a rule with one ARN',
      'aws_cloudwatch_event_target.sweeper_target',
      { ListTargetsByRuleCommand: { Targets: [target('t1'), target('t2')] } },
      'carillon-prod-sweeper/t1, carillon-prod-sweeper/t2',
    ],
    [
      'a key that waits for its deletion',
      'aws_kms_key.keys_data',
      {
        ...ALIASES,
        DescribeKeyCommand: {
          KeyMetadata: { ...KEY_METADATA, KeyState: 'PendingDeletion', DeletionDate: new Date('2026-12-24T00:00:00Z') },
        },
      },
      'key k1 is deleted on 2026-12-24: aws kms cancel-key-deletion --key-id k1',
    ],
  ])('%s is named, with the reason', async (_, address, answers, reason) => {
    const { finding } = await find(address, answers);
    expect(finding).toEqual({ kind: 'not_importable', reason: expect.stringContaining(reason) });
  });

  const API_ADDRESS = 'aws_apigatewayv2_api.http_api';
  const foundByApi = PROD.resources.filter(({ body }) =>
    Object.values(body).some((value) => referred(value).includes(API_ADDRESS)),
  );

  test('among two APIs with one name blocks all that are found by them, and asks for none of those', async () => {
    const Items = [api, { ...api, ApiId: 'a2' }];
    const found = await Promise.all(foundByApi.map(({ address }) => find(address, { GetApisCommand: { Items } })));
    const reason = expect.stringContaining('several APIs have this name');
    const blocked = { kind: 'blocked', by: API_ADDRESS, reason, isThere: false };
    expect(found.map(({ finding }) => finding)).toEqual(foundByApi.map(() => blocked));
    expect(found.length).toBeGreaterThan(5);
    expect(new Set(found.flatMap(({ calls }) => calls))).toEqual(new Set(['apigateway GetApisCommand']));
  });

  test.each<[string, readonly string[], object]>([
    ['that somebody ended is absent', ['Deleted'], { kind: 'absent' }],
    ['that somebody ended and made again is found', ['Deleted', 'arn:s1'], { kind: 'there', id: 'arn:s1' }],
    ['that waits for its confirmation is made again', ['PendingConfirmation'], MADE_AGAIN],
    ['that waits beside one that was ended is made again', ['Deleted', 'PendingConfirmation'], MADE_AGAIN],
  ])('a subscription %s', async (_, arns, expected) => {
    const Subscriptions = arns.map((SubscriptionArn) => ({ ...UNCONFIRMED, SubscriptionArn }));
    const { finding } = await find('aws_sns_topic_subscription.topics_alarm_mail', {
      ListSubscriptionsByTopicCommand: { Subscriptions },
    });
    expect(finding).toMatchObject(expected);
  });
});
