import type { LookupCase } from './lookup-case';
import { NOT_FOUND, regionalArn } from './prod-plan';

export const EVENTS_CASES: readonly LookupCase[] = [
  {
    address: 'aws_cloudwatch_event_bus.bus_bus',
    there: { DescribeEventBusCommand: {} },
    id: 'carillon-prod',
    absent: { DescribeEventBusCommand: NOT_FOUND },
  },
  {
    address: 'aws_cloudwatch_event_archive.bus_archive',
    there: { DescribeArchiveCommand: {} },
    id: 'carillon-prod-bus',
    absent: { DescribeArchiveCommand: NOT_FOUND },
  },
  {
    address: 'aws_cloudwatch_event_rule.sweeper_rule',
    there: { DescribeRuleCommand: {} },
    id: 'carillon-prod-sweeper',
    absent: { DescribeRuleCommand: NOT_FOUND },
  },
  {
    address: 'aws_cloudwatch_event_target.sweeper_target',
    there: {
      ListTargetsByRuleCommand: {
        Targets: [{ Id: 't1', Arn: regionalArn('lambda', 'function:carillon-prod-sweeper') }],
      },
    },
    id: 'carillon-prod-sweeper/t1',
    absent: { ListTargetsByRuleCommand: { Targets: [{ Id: 't2', Arn: 'arn:other' }] } },
  },
];
