import { isHeard } from './alarms';
import { deadLettersOf, eventSources, redriveOf } from './flow';
import { countsOf } from './log-counts';
import { reference, set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const RULE = 'aws_cloudwatch_event_rule';
const TARGET = 'aws_cloudwatch_event_target';
const NOTIFICATION = 'aws_s3_bucket_notification';

/** Names of functions that read uploads, in AWS. */
const readers = (plan: Plan) =>
  plan.all('aws_lambda_function').filter(({ body }) => {
    const manifest = plan.manifestOf(body.function_name);
    return manifest !== undefined && 'trigger' in manifest && manifest.trigger.kind === 'uploads';
  });

/** Rules of these functions; a rule is named like its function. */
const rulesOfReaders = (plan: Plan) => {
  const names = readers(plan).map(({ body }) => body.function_name);
  return plan.all(RULE).filter(({ body }) => names.includes(body.name));
};

/** EventBridge's maxima: an event is tried for as long as that. */
const [DAY_SECONDS, MAX_RETRIES] = [86_400, 185];

export const uploadProperties: readonly Property[] = [
  {
    name: 'the bucket of uploads tells EventBridge what is put into it',
    check: (plan) =>
      faultsOf(
        plan.all('aws_s3_bucket').filter(({ address }) => address === 'aws_s3_bucket.uploads_bucket'),
        (_, address) =>
          !plan
            .all(NOTIFICATION)
            .some(
              ({ body }) =>
                plan.referred('aws_s3_bucket', body.bucket)?.address === address && body.eventbridge === true,
            ) && 'tells nobody',
      ),
    brokenBy: {
      'switched off': set(NOTIFICATION, 'uploads_notification', { eventbridge: false }),
    },
  },
  {
    name: 'a rule of uploads is of files in the inbox alone: results are objects of the bucket too',
    check: (plan) => {
      const { bucket } = plan.one('aws_s3_bucket', 'uploads_bucket');
      const expected = JSON.stringify({
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [bucket] }, object: { key: [{ prefix: 'inbox/' }] } },
      });
      return faultsOf(rulesOfReaders(plan), ({ event_pattern, schedule_expression }) => [
        ...(event_pattern === expected ? [] : [`is of ${event_pattern}`]),
        ...(schedule_expression === undefined ? [] : ['is of something else, too']),
      ]);
    },
    brokenBy: {
      'every object': set(RULE, 'specimen_uploads_rule', { event_pattern: '{"source":["aws.s3"]}' }),
    },
  },
  {
    name: 'a function of uploads drains one queue, which its own rule fills, and tries an event for a day',
    check: (plan) =>
      faultsOf(readers(plan), ({ function_name: name }, address) => {
        const source = eventSources(plan).find((one) => one.function.address === address);
        const targets = plan
          .all(TARGET)
          .filter(({ body }) => plan.referred('aws_sqs_queue', body.arn)?.address === source?.address);
        const rules = targets.map(({ body }) => plan.referred(RULE, body.rule)?.body.name);
        const { maximum_event_age_in_seconds: age, maximum_retry_attempts: retries } =
          targets[0]?.body.retry_policy ?? {};
        const letters = targets[0] && deadLettersOf(plan, targets[0])?.address;
        const own = source && plan.queueByArn(redriveOf(source.queue).deadLetterTargetArn)?.address;
        return [
          ...(rules.join() === name ? [] : [`is told by '${rules.join()}'`]),
          ...(age === DAY_SECONDS && retries === MAX_RETRIES ? [] : [`loses events after ${age} s`]),
          ...(letters !== undefined && letters === own ? [] : [`dead-letters into ${letters}`]),
        ];
      }),
    brokenBy: {
      'another queue': set(TARGET, 'specimen_uploads_target', { arn: reference('aws_sqs_queue.email_queue.arn') }),
    },
  },
  {
    name: 'an uploaded file that cannot be read raises an alarm: its uploader may not look at its result',
    check: (plan) =>
      faultsOf(
        readers(plan),
        (fn) => !isHeard(plan, countsOf(plan, fn, '{ $.event = "import_refused" }')) && 'refuses files unheard',
      ),
    brokenBy: {
      'an average': set('aws_cloudwatch_metric_alarm', 'specimen_uploads_refused', { statistic: 'Average' }),
    },
  },
];
