import { functions } from '../../handlers';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import { anEnvironment } from './testing/environments';
import { SPECIMEN_OF } from './testing/specimens';
import { synthesize } from './testing/synthesize';

const planWith = (added: FunctionManifest) =>
  synthesize(anEnvironment('prod'), { functions: [...functions, added] }).plan;

/** Synthesis checks every property, so each row shows too that a function of this schedule breaks none. */
describe('a new function on a schedule', () => {
  const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];

  test.each([
    ['rate(1 minute)', 15 * MINUTE],
    ['rate(2 minutes)', 15 * MINUTE],
    ['rate(4 minutes)', 15 * MINUTE],
    ['rate(5 minutes)', 10 * MINUTE],
    ['rate(45 minutes)', 90 * MINUTE],
    ['rate(1 hour)', 2 * HOUR],
    ['rate(12 hours)', DAY],
    ['rate(1 day)', 2 * DAY],
    ['rate(25 hours)', 3 * DAY],
    ['rate(2 days)', 4 * DAY],
    ['rate(84 hours)', 7 * DAY],
    ['rate(85 hours)', undefined],
    ['rate(7 days)', undefined],
    ['cron(15 3 * * ? *)', undefined],
  ])('%s raises its heartbeat alarm after %p s without a run', (expression, seconds) => {
    const plan = planWith({ ...SPECIMEN_OF.schedule, trigger: { kind: 'schedule', expression } });
    const alarm = plan.find('aws_cloudwatch_metric_alarm', 'aws_cloudwatch_metric_alarm.specimen_schedule_silent');
    expect(alarm && (alarm.body.period ?? 0) * alarm.body.evaluation_periods).toBe(seconds);
  });
});

test('a new function that needs no environment variables has none', () => {
  expect(planWith(SPECIMEN_OF.http).one('aws_lambda_function', 'specimen_http_function').environment).toBeUndefined();
});
