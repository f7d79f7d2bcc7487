import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand, DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { allPages } from '../../all-pages';
import { arn } from './aws';
import { lookup } from './lookup';

export const logGroup = lookup({
  needs: ['name'],
  actions: ['logs:DescribeLogGroups'],
  derived: ({ name }, place) => ({ arn: arn(place, 'logs', `log-group:${name}`) }),
  find: async ({ name }, { logs }) => {
    const groups = await allPages(async (nextToken) => {
      const page = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name, nextToken }));
      return { items: page.logGroups, next: page.nextToken };
    });
    return groups.some(({ logGroupName }) => logGroupName === name) ? { id: name } : undefined;
  },
});

export const metricFilter = lookup({
  needs: ['log_group_name', 'name'],
  belongsTo: 'log_group_name',
  actions: ['logs:DescribeMetricFilters'],
  find: async ({ log_group_name: logGroupName, name }, { logs, once }) => {
    const all = await once(`metric filters of ${logGroupName}`, () =>
      allPages(async (nextToken) => {
        const page = await logs.send(new DescribeMetricFiltersCommand({ logGroupName, nextToken }));
        return { items: page.metricFilters, next: page.nextToken };
      }),
    );
    return all.some(({ filterName }) => filterName === name) ? { id: `${logGroupName}:${name}` } : undefined;
  },
});

/** Lists all alarms once: CloudWatch allows nine of these calls a second, and a stack has dozens of alarms. */
export const metricAlarm = lookup({
  needs: ['alarm_name'],
  actions: ['cloudwatch:DescribeAlarms'],
  find: async ({ alarm_name }, { cloudwatch, once }) => {
    const all = await once('alarms', () =>
      allPages(async (NextToken) => {
        const page = await cloudwatch.send(
          new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken }),
        );
        return { items: page.MetricAlarms, next: page.NextToken };
      }),
    );
    return all.some(({ AlarmName }) => AlarmName === alarm_name) ? { id: alarm_name } : undefined;
  },
});
