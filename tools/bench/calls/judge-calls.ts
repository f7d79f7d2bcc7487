import { type CallRow, sum } from './call-rows';
import type { CallFigures } from './measure-calls';

const WRITES = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'TransactWriteItems',
  'BatchWriteItem',
  'BatchExecuteStatement',
]);
const READS = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);

interface Limits {
  readonly writes: number;
  readonly reads: number;
  readonly sqs?: number;
}

/** Limits per delivery: average of a hundred deliveries, cold start included. */
const LIMITS: Readonly<Record<string, Limits>> = {
  webhook: { writes: 2, reads: 1, sqs: 1.3 },
  email: { writes: 2, reads: 1 },
};
const MAX_MEGABYTES = 128;
const MIN_IN_FLIGHT = 50;

/** Calls for a delivery, by kind. */
export interface RowFigures {
  readonly writes: number;
  readonly reads: number;
  readonly sqs: number;
  readonly kms: number;
  readonly ses: number;
}

export function figuresOf({ calls, deliveries, sqsRequests }: CallRow): RowFigures {
  const per = (operations: ReadonlySet<string>) =>
    sum(calls, (name) => name.startsWith('DynamoDB.') && operations.has(name.slice(9))) / deliveries;
  return {
    writes: per(WRITES),
    reads: per(READS),
    sqs: sqsRequests / deliveries,
    kms: sum(calls, (name) => name.startsWith('KMS.')) / deliveries,
    ses: sum(calls, (name) => name.startsWith('Send')) / deliveries,
  };
}

/** The limits that are exceeded, as sentences. */
export function exceeded({ rows, inFlight, peakMegabytes }: CallFigures): string[] {
  return [
    ...rows.flatMap((row) => rowFaults(row.what, figuresOf(row))),
    ...(inFlight < MIN_IN_FLIGHT
      ? [`${inFlight} deliveries in flight at once, at least ${MIN_IN_FLIGHT} expected`]
      : []),
    ...(peakMegabytes > MAX_MEGABYTES ? [`${peakMegabytes.toFixed(0)} MB, allowed are ${MAX_MEGABYTES}`] : []),
  ];
}

const rowFaults = (what: string, figures: RowFigures): string[] =>
  Object.entries(LIMITS[what] ?? {})
    .filter(([name, limit]) => figures[name as keyof Limits] > limit)
    .map(([name, limit]) => `${what}: ${figures[name as keyof Limits].toFixed(2)} ${name}, allowed are ${limit}`);
