import { intervalSeconds, isScheduleExpression } from './schedule-expression';

test.each([
  ['rate(1 minute)', 60],
  ['rate(5 minutes)', 300],
  ['rate(1 hour)', 3600],
  ['rate(24 hours)', 86_400],
  ['rate(7 days)', 604_800],
  ['cron(15 3 * * ? *)', undefined],
  ['cron(0/15 8-17 ? * MON-FRI *)', undefined],
  ['cron(0 4 L * ? 2026)', undefined],
])('%s is a schedule, every %p s', (expression, seconds) => {
  expect([isScheduleExpression(expression), intervalSeconds(expression)]).toEqual([true, seconds]);
});

test.each([
  '',
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(1.5 hours)',
  'rate(1 week)',
  'rate(1 minute) ',
  'at(2026-11-23T10:00:00)',
  'cron(15 3 * * *)',
  'cron(15 3 * * * *)',
  'cron(15 3 ? * ? *)',
  '15 3 * * *',
])("'%s' is none", (expression) => {
  expect([isScheduleExpression(expression), intervalSeconds(expression)]).toEqual([false, undefined]);
});
