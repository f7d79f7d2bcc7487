import type { LookupCase } from './lookup-case';
import { NOT_FOUND } from './prod-plan';

export const OBSERVABILITY_CASES: readonly LookupCase[] = [
  {
    address: 'aws_cloudwatch_log_group.audit_log_group',
    there: { DescribeLogGroupsCommand: { logGroups: [{ logGroupName: '/aws/lambda/carillon-prod-audit' }] } },
    id: '/aws/lambda/carillon-prod-audit',
    absent: { DescribeLogGroupsCommand: { logGroups: [{ logGroupName: '/aws/lambda/carillon-prod-audit-chain' }] } },
  },
  {
    address: 'aws_cloudwatch_log_metric_filter.sweeper_orphans_count',
    there: { DescribeMetricFiltersCommand: { metricFilters: [{ filterName: 'carillon-prod-sweeper-orphans' }] } },
    id: '/aws/lambda/carillon-prod-sweeper:carillon-prod-sweeper-orphans',
    absent: { DescribeMetricFiltersCommand: NOT_FOUND },
  },
  {
    address: 'aws_cloudwatch_metric_alarm.email_dlq',
    there: { DescribeAlarmsCommand: { MetricAlarms: [{ AlarmName: 'carillon-prod-email-dlq' }] } },
    id: 'carillon-prod-email-dlq',
    absent: { DescribeAlarmsCommand: { MetricAlarms: [{ AlarmName: 'carillon-dev-email-dlq' }] } },
  },
];
