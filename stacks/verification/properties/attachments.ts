import { add, type Mutation, set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';
import type { LifecycleRule } from './terraform-json';

const BUCKET = 'aws_s3_bucket';
/** Buckets whose objects expire. */
const EXPIRING = ['aws_s3_bucket.attachments_bucket', 'aws_s3_bucket.uploads_bucket'];
const LIFECYCLE = 'aws_s3_bucket_lifecycle_configuration';
const ID = 'attachments_lifecycle';
const LEFT_OVER_DAYS = 7;

const bucketOf = (plan: Plan, bucket: string) => plan.referred(BUCKET, bucket)?.address;

/** Changes the bucket's single lifecycle rule. */
const withRule =
  (change: LifecycleRule): Mutation =>
  (plan) => {
    const [rule] = plan.one(LIFECYCLE, ID).rule ?? [];
    set(LIFECYCLE, ID, { rule: [{ ...rule, ...change }] })(plan);
  };

/** The rule of pages that are left over of an import. */
const isOfWork = ({ status, filter, expiration }: LifecycleRule): boolean =>
  status === 'Enabled' && JSON.stringify(filter) === '[{"prefix":"work/"}]' && expiration?.[0]?.days === LEFT_OVER_DAYS;

/** Faults of a lifecycle rule that must apply to every file. */
function lacks({ status, filter, ...rule }: LifecycleRule, days: number): string[] {
  const isOfAll = status === 'Enabled' && JSON.stringify(filter) === '[{}]';
  const wanted = [
    { fault: 'is not of every file', holds: isOfAll },
    { fault: `does not expire after ${days} days`, holds: rule.expiration?.[0]?.days === days },
    {
      fault: `keeps what was replaced for other than ${LEFT_OVER_DAYS} days`,
      holds: rule.noncurrent_version_expiration?.[0]?.noncurrent_days === LEFT_OVER_DAYS,
    },
    {
      fault: `keeps uploads that never ended for other than ${LEFT_OVER_DAYS} days`,
      holds: rule.abort_incomplete_multipart_upload?.[0]?.days_after_initiation === LEFT_OVER_DAYS,
    },
  ];
  return wanted.filter(({ holds }) => !holds).map(({ fault }) => fault);
}

export const attachmentProperties: readonly Property[] = [
  {
    name: 'attachments and uploads expire with the retention of the ledger, and what is left over after a week',
    check: (plan) =>
      faultsOf(
        plan.all(BUCKET).filter(({ address }) => EXPIRING.includes(address)),
        (_, address) => {
          const rules = plan
            .all(LIFECYCLE)
            .filter(({ body }) => bucketOf(plan, body.bucket) === address)
            .flatMap(({ body }) => body.rule ?? []);
          const ofAll = rules.filter((rule) => !isOfWork(rule));
          const faults = ofAll.flatMap((rule) => lacks(rule, plan.environment.ledgerRetentionDays));
          const wanted = address.endsWith('.uploads_bucket') ? 2 : 1;
          return [...faults, ...(ofAll.length === 1 && rules.length === wanted ? [] : [`has ${rules.length} rules`])];
        },
      ),
    brokenBy: {
      'of some files': withRule({ filter: [{ prefix: 'acme/' }] }),
    },
  },
  {
    name: 'no other bucket has a lifecycle rule, which could delete objects',
    check: (plan) =>
      faultsOf(
        plan.all(LIFECYCLE),
        ({ bucket }) => !EXPIRING.includes(bucketOf(plan, bucket) ?? '') && 'lets others expire',
      ),
    brokenBy: {
      'after a year': add(LIFECYCLE, 'vault', { bucket: 'x' }),
    },
  },
];
