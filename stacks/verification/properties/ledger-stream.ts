import { isHeard, isOnIdleness, LAG } from './alarms';
import { eventSources, failuresOf, type StreamSource, streamSources } from './flow';
import { countsOf } from './log-counts';
import { set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property, within } from './property';
import type { AlarmBody } from './terraform-json';

const MAPPING = 'aws_lambda_event_source_mapping';
const TABLE = 'aws_dynamodb_table';
const ALARM = 'aws_cloudwatch_metric_alarm';
const ID = 'audit_chain_stream_source';
const RECORDER = 'aws_lambda_function.audit_function';
const LEDGER = 'aws_dynamodb_table.storage_ledger';

/** Lambda's value for unlimited retries, until a record is too old. */
const FOREVER = -1;
/** Less than the 24 hours of the stream, so that a given-up record can still be read. */
const GIVEN_UP_SECONDS = [20 * 3_600, 23 * 3_600] as const;
/** Age up to which an audit treats a record as pending: `PENDING_SECONDS`. */
const PENDING_MS = 900_000;
const INSERTED_RECORDS = '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":["E"]}}}}';

/** Accepted notifications, and deliveries after an attempt. */
const CHANGES = `${INSERTED_RECORDS},{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"D#"}]}},"NewImage":{"state":{"S":[{"anything-but":["claimed"]}]}}}}`;
/** A stream's shard has at most two readers: Amazon DynamoDB Developer Guide, "Quotas", DynamoDB Streams. */
const MAX_READERS = 2;

const ofMappings = (plan: Plan, faultOf: (source: StreamSource) => string | false) =>
  streamSources(plan).flatMap((source) => {
    const fault = faultOf(source);
    return fault === false ? [] : [`${source.mapping.address}: ${fault}`];
  });

const patternsOf = ({ mapping: { body } }: StreamSource): string =>
  (body.filter_criteria?.filter.map(({ pattern }) => pattern) ?? []).join();

export const ledgerStreamProperties: readonly Property[] = [
  {
    name: 'one function reads new images of records inserted into the ledger, one also deliveries, and nothing else does',
    check: (plan) => [
      ...faultsOf(
        plan.all(TABLE).filter(({ address }) => address.endsWith('_ledger')),
        ({ stream_enabled, stream_view_type }, address) => {
          const readers = streamSources(plan).filter(({ table }) => table.address === address);
          const heard = readers.map(patternsOf).toSorted().join(' and ');
          const isTold = stream_enabled === true && stream_view_type === 'NEW_IMAGE';
          if (!isTold) return 'does not tell what was put';
          if (readers.length > MAX_READERS) return `is read by ${readers.length}`;
          return heard !== expectedPatterns(plan).toSorted().join(' and ') && `is heard as ${heard}`;
        },
      ),
      ...faultsOf(
        plan.all(TABLE).filter(({ address }) => !address.endsWith('_ledger')),
        ({ stream_enabled, stream_view_type }) =>
          (stream_enabled || stream_view_type) && 'has a stream that nobody reads',
      ),
      ...ofMappings(plan, ({ mapping: { body } }) => {
        return body.starting_position !== 'TRIM_HORIZON' && 'leaves out what was there before it';
      }),
      ...faultsOf(
        plan.all('aws_lambda_function').filter(({ address }) => address === RECORDER),
        ({ depends_on: first = [] }) => !first.includes(LEDGER) && 'may record before the stream tells of it',
      ),
    ],
    brokenBy: {
      'records before it is told of': set('aws_lambda_function', 'audit_function', { depends_on: [] }),
    },
  },
  {
    name: 'a record that cannot be linked goes to a queue, or is retried for almost as long as the stream keeps it and then reported to a queue',
    check: (plan) =>
      ofMappings(plan, (source) => {
        const { body } = source.mapping;
        const age = body.maximum_record_age_in_seconds ?? FOREVER;
        const hasQueue = eventSources(plan).some(({ function: fn }) => fn.address === source.function.address);
        if (!hasQueue) return 'keeps the records of all back with those of one';
        if (body.maximum_retry_attempts !== FOREVER) return `gives up after ${body.maximum_retry_attempts}`;
        if (age < GIVEN_UP_SECONDS[0] || age > GIVEN_UP_SECONDS[1]) return `gives up after ${age} s`;
        if (body.bisect_batch_on_function_error !== true) return 'one bad record keeps back a batch';
        return failuresOf(plan, source) === undefined && 'drops what it gives up';
      }),
    brokenBy: {
      'of an hour': set(MAPPING, ID, { maximum_record_age_in_seconds: 3_600 }),
    },
  },
  {
    name: 'a batch of a stream has at most 1,000 records, and waits seconds to fill',
    check: (plan) =>
      ofMappings(plan, ({ mapping: { body } }) => {
        const { batch_size: size = 0, maximum_batching_window_in_seconds: wait = 0 } = body;
        return (size < 100 || size > 1_000 || wait < 1 || wait > 10) && `has ${size} or waits ${wait} s`;
      }),
  },
  {
    name: 'records that wait for their link or row raise an alarm before an audit misses it, and forged ones at once',
    check: (plan) =>
      streamSources(plan).flatMap((source) => {
        const { function: fn } = source;
        const lag = plan
          .all(ALARM)
          .some(
            ({ body }) =>
              body.metric_name === LAG &&
              body.dimensions?.FunctionName === fn.body.function_name &&
              body.statistic === 'Maximum' &&
              body.treat_missing_data === 'ignore' &&
              within(PENDING_MS / 15, PENDING_MS / 2, Number(body.threshold)),
          );
        const idle = plan
          .all(ALARM)
          .some(({ body }) => isOnIdleness(body) && watches(plan, body, fn.body.function_name));
        const links = patternsOf(source) !== CHANGES;
        const forged = !links || isHeard(plan, countsOf(plan, fn.body, '{ $.event = "audit_record_not_linkable" }'));
        return [
          ...(lag ? [] : [`${fn.address}: no alarm on its lag`]),
          ...(idle ? [] : [`${fn.address}: no alarm where it does not run`]),
          ...(forged ? [] : [`${fn.address}: no alarm on forged records`]),
        ];
      }),
    brokenBy: {
      'after an hour': set(ALARM, 'audit_chain_lag', { threshold: 3_600_000 }),
    },
  },
];

/** What each reader of the stream hears: one of records, and of deliveries that it hands on; one of all changes. */
const expectedPatterns = (plan: Plan): string[] =>
  plan.manifests.functions.flatMap(({ trigger, capabilities }) => {
    if (trigger.kind === 'ledger-changes') return [CHANGES];
    return trigger.kind === 'inserted-records' ? [recordPatterns(plan, capabilities.includes('events:hand-on'))] : [];
  });

function recordPatterns({ environment: { busEvents } }: Plan, handsOn: boolean): string {
  if (!handsOn || busEvents === 'off') return INSERTED_RECORDS;
  const failures = '"rejected","failed","held","bounced","complained"';
  const states = busEvents === 'all' ? `"sent","delayed","delivered","suppressed",${failures}` : failures;
  const image = `"Keys":{"sk":{"S":[{"prefix":"D#"}]}},"NewImage":{"state":{"S":[${states}]}}`;
  return `${INSERTED_RECORDS},{"eventName":["INSERT","MODIFY"],"dynamodb":{${image}}}`;
}

/** Whether the alarm compares invocations of the function that records with those of the stream's reader. */
function watches(plan: Plan, { metric_query: queries = [] }: AlarmBody, reader: string): boolean {
  const recorder = plan.find('aws_lambda_function', RECORDER)?.body.function_name;
  const isOf = (query: string, name: string | undefined) =>
    name !== undefined && queries.some(({ id, metric }) => id === query && metric?.dimensions.FunctionName === name);
  return isOf('linked', reader) && isOf('recorded', recorder);
}
