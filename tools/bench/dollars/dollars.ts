import { groupBy } from '../../../shared/domain/kit/chunks/group-by';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { simulateAuditLoad } from '../audit-chain/audit-load';
import { type Count, countAll } from '../counts/count';
import { type Latencies, startCountedWorld } from '../counts/counted-world';
import type { Benchmark, Measured, Result } from '../report/result';
import { PRICES, PRICES_AS_OF, PRICES_REGION } from './prices';
import { dollarsOf, type Route, routesOf } from './routes';
import type { Usage } from './usage';

/** Assumed times of answers, because GB-seconds contain waiting. */
export const LATENCIES: Latencies = {
  aws: (name) => (name.startsWith('DynamoDB.') ? 5 : name === 'SendRawEmail' ? 50 : 10),
  endpointMs: 50,
};

const BATCHES = 10;

/** Ten tenants share the chain's links and invocations. */
const CHAIN_LOAD = { tenants: 10, perSecond: 100, seconds: 20 };

const PAGES = [...new Set(Object.values(PRICES).map(({ page }) => page))].join('; ');

/** Price of one million deliveries of each route, from what the deployed functions were counted to use. */
export const dollars: Benchmark = {
  id: 'dollars',
  method: `Requests, request units, log bytes and bytes posted are counted at doubles of AWS, while hot functions deliver; sizes of items follow from the writes. GB-seconds: CPU time measured here, divided by the memory's share of a vCPU (1,769 MB have a whole one), and waiting with answers after 5 ms (DynamoDB), 10 ms (SQS), 50 ms (SES, endpoints). Counted from publish to result: SNS (batches of ten are published ten at a time), the delivery to the queues (as requests of SQS, which no page of AWS says or denies), the audit record and the request units of its chain (${CHAIN_LOAD.perSecond} notifications a second of ${CHAIN_LOAD.tenants} tenants), the delivery, traces of 5 % of the invocations, and all log lines. X-Ray also traces the first request of each second: of one notification in a second each invocation is traced, which adds up to $9.50 for a million. A mail costs its route and that of the events which SES reports about it: sent, and delivered. Not counted: the function of the chain, cold starts, storage, and what an idle environment costs. The surcharge of fair queues is counted for every request to a queue whose messages have a group; whether it applies to receiving and deleting could not be read. List prices of ${PRICES_REGION} before free allowances, as known on ${PRICES_AS_OF}: AWS's pages fill in their numbers by script, so most are as others quote them (\`tools/bench/dollars/prices.ts\` names each source). Check them on the pages: ${PAGES}.`,
  async *measure() {
    for (const route of routesOf(await counted(), await chainUsage())) yield* resultsOf(route);
  },
};

const counted = (): Promise<Map<string, Count>> =>
  inTemporaryFolder('carillon-dollars-', async (directory) => {
    const world = await startCountedWorld(directory, LATENCIES);
    const counts = new Map<string, Count>();
    try {
      for await (const count of countAll(world, directory, BATCHES)) counts.set(count.scenario.id, count);
      return counts;
    } finally {
      await world.stop();
    }
  });

async function chainUsage(): Promise<Usage> {
  const { writeUnits, readUnits } = await simulateAuditLoad(CHAIN_LOAD);
  return { dynamodbWrite: writeUnits, dynamodbRead: readUnits };
}

/** The same sum twice: by the parts of the route, and by what is paid for. */
function resultsOf({ id, title, parts }: Route): Result[] {
  const priced = parts.flatMap(({ name, usage }) =>
    dollarsOf(usage).map(([line, amount]) => ({ part: name, line: LINES[line], amount })),
  );
  const result = (suffix: string, by: string, components: ReadonlyMap<string, Amounts>): Result => ({
    id: `dollars-${id}${suffix}`,
    title: `Price of a million: ${title}, by ${by}`,
    unit: '$ for a million',
    better: 'less',
    measured: [{ subject: 'Carillon, sum', samples: [sumOf(priced)] }, ...sumsOf(components)],
    isSeries: true,
  });
  return [
    result(
      '',
      'part of the route',
      groupBy(priced, ({ part }) => part),
    ),
    result(
      '-lines',
      'what is paid for',
      groupBy(priced, ({ line }) => line),
    ),
  ];
}

type Amounts = readonly { readonly amount: number }[];

const sumsOf = (groups: ReadonlyMap<string, Amounts>): Measured[] =>
  [...groups].flatMap(([subject, amounts]) => (sumOf(amounts) === 0 ? [] : [{ subject, samples: [sumOf(amounts)] }]));

const sumOf = (amounts: Amounts): number => amounts.reduce((total, { amount }) => total + amount, 0);

const LINES: Readonly<Record<keyof typeof PRICES, string>> = {
  snsPublish: 'SNS requests',
  sqsRequest: 'SQS requests',
  sqsFairRequest: 'SQS, surcharge of fair queues',
  dynamodbWrite: 'DynamoDB write units',
  dynamodbRead: 'DynamoDB read units',
  lambdaRequest: 'Lambda requests',
  lambdaSecond: 'Lambda GB-seconds',
  logs: 'CloudWatch Logs',
  trace: 'X-Ray traces',
  kmsRequest: 'KMS requests',
  transferOut: 'data transfer to the endpoint',
};
