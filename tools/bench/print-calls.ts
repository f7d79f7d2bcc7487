import { type CallRow, sum } from './call-rows';
import type { CallFigures } from './calls';

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'BatchWriteItem']);
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

/** Prints the table; returns whether every limit holds. */
export function printCalls({ rows, inFlight, peakMegabytes }: CallFigures): boolean {
  console.log(`  ${''.padEnd(50)}  writes   reads     SQS     KMS     SES`);
  const verdicts = rows.map((row) => {
    const figures = figuresOf(row);
    const limits = LIMITS[row.what];
    const verdict = limits === undefined ? '' : faultsOf(figures, limits);
    const columns = Object.values(figures).map((value) => value.toFixed(2).padStart(8));
    const what = limits ? `${row.what}, ${row.deliveries} deliveries` : row.what;
    console.log(`  ${what.padEnd(50)}${columns.join('')}   ${limits ? verdict || 'ok' : ''}`.trimEnd());
    return verdict === '';
  });
  const holds = inFlight >= MIN_IN_FLIGHT && peakMegabytes <= MAX_MEGABYTES;
  console.log(
    `\n  webhook, ${inFlight} deliveries in flight at once: ${peakMegabytes.toFixed(0)} MB at most, allowed are ${MAX_MEGABYTES}   ${holds ? 'ok' : 'TOO MUCH'}`,
  );
  return holds && verdicts.every(Boolean);
}

function figuresOf({ calls, deliveries, sqsRequests }: CallRow) {
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

const faultsOf = (figures: ReturnType<typeof figuresOf>, limits: Limits): string =>
  Object.entries(limits)
    .filter(([name, limit]) => figures[name as keyof Limits] > limit)
    .map(([name, limit]) => `TOO MANY ${name}: allowed are ${limit}`)
    .join(', ');
