import { ResourceSearch } from '../find-resources';
import { type Answers, testAws } from '../testing/test-aws';
import { API, INVOKE } from './testing/apigateway-cases';
import { ALIASES } from './testing/kms-cases';
import { find, PROD, regionalArn } from './testing/prod-plan';

describe('lists', () => {
  const pages = (name: string, first: object, second: object) => ({
    [name]: (input: object) => (Object.values(input).includes('more') ? second : first),
  });

  test.each<[string, Answers, string]>([
    [
      'aws_apigatewayv2_api.http_api',
      pages('GetApisCommand', { Items: [], NextToken: 'more' }, API.GetApisCommand),
      'a1',
    ],
    [
      'aws_apigatewayv2_integration.unsubscribe_integration',
      {
        ...API,
        ...pages(
          'GetIntegrationsCommand',
          { NextToken: 'more' },
          { Items: [{ IntegrationId: 'i1', IntegrationUri: INVOKE }] },
        ),
      },
      'a1/i1',
    ],
    [
      'aws_apigatewayv2_route.unsubscribe_route_get_unsubscribe_token',
      {
        ...API,
        ...pages(
          'GetRoutesCommand',
          { NextToken: 'more' },
          { Items: [{ RouteId: 'r1', RouteKey: 'GET /unsubscribe/{token}' }] },
        ),
      },
      'a1/r1',
    ],
    [
      'aws_cloudwatch_event_target.sweeper_target',
      pages(
        'ListTargetsByRuleCommand',
        { NextToken: 'more' },
        { Targets: [{ Id: 't1', Arn: regionalArn('lambda', 'function:carillon-prod-sweeper') }] },
      ),
      'carillon-prod-sweeper/t1',
    ],
    [
      'aws_cloudwatch_log_group.audit_log_group',
      pages(
        'DescribeLogGroupsCommand',
        { logGroups: [], nextToken: 'more' },
        { logGroups: [{ logGroupName: '/aws/lambda/carillon-prod-audit' }] },
      ),
      '/aws/lambda/carillon-prod-audit',
    ],
    [
      'aws_cloudwatch_log_metric_filter.sweeper_orphans_count',
      pages(
        'DescribeMetricFiltersCommand',
        { nextToken: 'more' },
        { metricFilters: [{ filterName: 'carillon-prod-sweeper-orphans' }] },
      ),
      '/aws/lambda/carillon-prod-sweeper:carillon-prod-sweeper-orphans',
    ],
    [
      'aws_cloudwatch_metric_alarm.email_dlq',
      pages(
        'DescribeAlarmsCommand',
        { NextToken: 'more' },
        { MetricAlarms: [{ AlarmName: 'carillon-prod-email-dlq' }] },
      ),
      'carillon-prod-email-dlq',
    ],
    [
      'aws_kms_alias.keys_data_alias',
      pages('ListAliasesCommand', { Aliases: [], NextMarker: 'more' }, ALIASES.ListAliasesCommand),
      'alias/carillon-prod-data',
    ],
    [
      'aws_lambda_event_source_mapping.email_event_source',
      pages('ListEventSourceMappingsCommand', { NextMarker: 'more' }, { EventSourceMappings: [{ UUID: 'u1' }] }),
      'u1',
    ],
    [
      'aws_sns_topic_subscription.topics_alarm_mail',
      pages(
        'ListSubscriptionsByTopicCommand',
        { NextToken: 'more' },
        { Subscriptions: [{ Protocol: 'email', Endpoint: 'operations@example.com', SubscriptionArn: 'arn:s1' }] },
      ),
      'arn:s1',
    ],
  ])('%s is found on the second page', async (address, answers, id) => {
    expect((await find(address, answers)).finding).toMatchObject({ kind: 'there', id });
  });

  test('the alarms of an account are listed once, for all alarms of the stack', async () => {
    const aws = testAws({ DescribeAlarmsCommand: { MetricAlarms: [] } });
    const search = new ResourceSearch(PROD, aws);
    const alarms = PROD.resources.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm');
    await Promise.all(alarms.map(({ address }) => search.findingOf(address)));
    expect(alarms.length).toBeGreaterThan(50);
    expect(aws.calls).toEqual(['cloudwatch DescribeAlarmsCommand']);
  });
});
