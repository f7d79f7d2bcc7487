import type { Count } from '../counts/count';
import { SCENARIOS } from '../counts/scenarios';
import { gigabyteSeconds } from './lambda-time';
import { dollarsOf, routesOf } from './routes';
import { usageOf } from './usage';

const scenario = SCENARIOS.find(({ id }) => id === 'webhook-10')!;

const count: Count = {
  scenario,
  deliveries: 100,
  invocations: 10,
  calls: { 'DynamoDB.UpdateItem': 200, 'SQS.SendMessageBatch': 5, 'KMS.Decrypt': 1 },
  requestBytes: 400_000,
  postedBytes: 120_000,
  logBytes: 20_000,
  writeUnits: 200,
  readUnits: 50,
  cpuMs: 100,
  wallMs: 700,
};

describe('GB-seconds', () => {
  it("stretch CPU time by the memory's share of a vCPU, and waiting not at all", () => {
    expect(gigabyteSeconds({ invocations: 10, cpuMs: 100, wallMs: 700 }, 1_769)).toBeCloseTo(0.7 * (1_769 / 1_024));
    expect(gigabyteSeconds({ invocations: 10, cpuMs: 100, wallMs: 700 }, 256)).toBeCloseTo(1.3 * 0.25);
  });

  it('are billed by whole milliseconds of each invocation', () => {
    expect(gigabyteSeconds({ invocations: 10, cpuMs: 1, wallMs: 1 }, 2_048)).toBeCloseTo(0.02);
  });
});

describe('the usage of one delivery', () => {
  it('has its share of each batch', () => {
    expect(usageOf(count, 256, true)).toEqual({
      sqsRequest: 0.25,
      sqsFairRequest: 0.25,
      dynamodbWrite: 2,
      dynamodbRead: 0.5,
      kmsRequest: 0.01,
      lambdaRequest: 0.1,
      lambdaSecond: expect.closeTo(0.00325),
      trace: 0.005,
      logs: 200 + 0.1 * 549,
      transferOut: 1_200,
    });
  });

  it('has no surcharge of fair queues without message groups', () => {
    expect(usageOf(count, 256, false)).not.toHaveProperty('sqsFairRequest');
  });
});

describe('a route', () => {
  const counts = new Map(SCENARIOS.map((one) => [one.id, { ...count, scenario: one }]));

  it('counts from the publish to the result', () => {
    const routes = routesOf(counts, { dynamodbWrite: 0.2 }).map(({ id, parts }) => [id, parts.map(({ name }) => name)]);
    const whole = ['publish', 'record', 'chain', 'delivery'];
    const events = ['events of SES', 'sent', 'delivered'];
    expect(routes).toEqual([
      ['webhook-batch', whole],
      ['webhook-single', whole],
      ['webhook-five', whole],
      ['mail-batch', whole],
      ['mail-single', whole],
      ['mail-events-batch', events],
      ['mail-events-single', events],
      ['audit-batch', ['publish', 'record', 'chain']],
    ]);
  });

  it('shares publish and record between the deliveries of a fan-out', () => {
    const five = routesOf(counts, {}).find(({ id }) => id === 'webhook-five');
    expect(five?.parts[0]?.usage).toEqual({ snsPublish: 0.02, sqsRequest: 0.4, sqsFairRequest: 0.4 });
  });

  it('is priced by the million', () => {
    expect(Object.fromEntries(dollarsOf({ dynamodbWrite: 2, logs: 300 }))).toEqual({
      dynamodbWrite: expect.closeTo(1.25),
      logs: expect.closeTo(0.15),
    });
  });

  it('is not priced without a count', () => {
    expect(() => routesOf(new Map(), {})).toThrow('there is no count of webhook-10');
  });
});
