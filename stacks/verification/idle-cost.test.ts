import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels, functions } from '../../handlers';
import type { Plan } from './properties/plan';
import { anEnvironment } from './testing/environments';
import { synthesize } from './testing/synthesize';

const ROOT = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
/** Channels and functions of this repository; each further one costs more. */
const SHIPPED = [
  'api',
  'audit',
  'audit-anchor',
  'audit-chain',
  'email',
  'email-feedback',
  'event-relay',
  'ingest',
  'listing',
  'replays',
  'sweeper',
  'unsubscribe',
  'webhook',
];
const isShipped = ({ name }: { readonly name: string }): boolean => SHIPPED.includes(name);
const { plan } = synthesize(anEnvironment('prod'), {
  channels: channels.filter(isShipped),
  functions: functions.filter(isShipped),
});

/** Rows of the table by item: count, and US dollars per month. */
const rows = new Map(
  [...read('docs/idle-cost.md').matchAll(/^\| (.+?) \| (\d*) ?\| \$([\d.]+) \|/gm)].map(
    ([, what = '', count, dollars]) => [what, { count: Number(count), dollars: Number(dollars) }] as const,
  ),
);

const watchedMetrics = (of: Plan): number =>
  of
    .all('aws_cloudwatch_metric_alarm')
    .map(({ body }) => (body.metric_query ?? []).filter(({ metric }) => metric !== undefined).length || 1)
    .reduce((sum, metrics) => sum + metrics, 0);

const polledQueues = (of: Plan): number =>
  of.all('aws_lambda_event_source_mapping').filter(({ body }) => body.event_source_arn.includes('aws_sqs_queue'))
    .length;

const everyMinute = (of: Plan): number =>
  of.all('aws_cloudwatch_event_rule').filter(({ body }) => body.schedule_expression === 'rate(1 minute)').length;

test('the page on idle cost counts the resources in the plan of prod', () => {
  expect([...rows].slice(0, -1).map(([what, { count }]) => [what, count])).toEqual([
    ['KMS keys', plan.all('aws_kms_key').length],
    ['metrics that alarms watch', watchedMetrics(plan)],
    ['queues that Lambda polls', polledQueues(plan)],
    ['functions that run by the minute', everyMinute(plan)],
  ]);
});

test('the total is the sum of the rows, and the README states the same', () => {
  const { together, ...others } = Object.fromEntries(rows);
  const sum = Object.values(others).reduce((total, { dollars }) => total + dollars, 0);
  expect(together?.dollars.toFixed(2)).toBe(sum.toFixed(2));
  expect(read('README.md')).toContain(`about $${Math.round(sum)} a month`);
});
