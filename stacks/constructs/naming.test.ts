import { NAME_RULES } from '../verification/properties/names';
import { Naming, queuesOf } from './naming';

const inRegion = (region: string) => new Naming({ name: 'prod', accountId: '111122223333', region });

test.each([
  ['eu-central-1', 'arn:aws:', 'https://sqs.eu-central-1.amazonaws.com/'],
  ['us-gov-west-1', 'arn:aws-us-gov:', 'https://sqs.us-gov-west-1.amazonaws.com/'],
])('in %s, ARNs begin with %s and queue URLs with %s', (region, partition, host) => {
  const naming = inRegion(region);
  expect({
    queue: naming.sqsArn('email'),
    topic: naming.snsArn('notifications'),
    table: naming.tableArn('ledger'),
    log: naming.logGroupArn('/aws/lambda/carillon-prod-email'),
    url: naming.queueUrl('email'),
    account: naming.accountArn,
  }).toEqual({
    queue: `${partition}sqs:${region}:111122223333:carillon-prod-email`,
    topic: `${partition}sns:${region}:111122223333:carillon-prod-notifications`,
    table: `${partition}dynamodb:${region}:111122223333:table/carillon-prod-ledger`,
    log: `${partition}logs:${region}:111122223333:log-group:/aws/lambda/carillon-prod-email`,
    url: `${host}111122223333/carillon-prod-email`,
    account: `${partition}iam::111122223333:root`,
  });
});

test('a channel has a source queue, a dead-letter queue, and a dead-letter queue of its subscription', () => {
  expect(queuesOf('email')).toEqual(['email', 'email-dlq', 'email-subscription-dlq']);
});

test('the longest allowed name of a channel fits the limits of every service', () => {
  const channel = 'x'.repeat(20);
  const naming = new Naming({ name: 'local', accountId: '111122223333', region: 'eu-central-1' });
  const longest = Math.max(...queuesOf(channel).map((part) => naming.name(part).length));
  const { aws_cloudwatch_event_archive: _ofTheBus, ...ofChannels } = NAME_RULES;
  const limits = Object.values(ofChannels).flatMap((rule) => rule?.limit ?? []);
  expect(longest).toBeLessThanOrEqual(Math.min(...limits));
});
