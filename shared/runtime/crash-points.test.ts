import fc from 'fast-check';
import { addressDigest } from '../domain/audit-chain/address-digest';
import { type Delivery, isFinal } from '../domain/delivery/claim';
import { delivered, rejected, retry, suppressed } from '../domain/delivery/outcome';
import { acceptedEvent } from '../ports/ledger';
import { type DeliveryModel, deliveryModel, type ModelOptions, type Script } from '../testing/delivery-model';
import type { FaultInjector, PlannedFault } from '../testing/fault-injector';

const script: Script = {
  ann: [delivered('first try')],
  bob: [retry('busy'), delivered('second try')],
  cid: [rejected('no such box')],
  dan: [retry('down')],
  eve: [suppressed('on the list')],
};
const END_STATES = { ann: 'delivered', bob: 'delivered', cid: 'rejected', dan: 'failed', eve: 'suppressed' };
/** Short waits are delayed by the queue, long ones are parked in the ledger. */
const SCHEDULES = { 'by delay': [5, 30], 'in the ledger': [3_600, 7_200] };
const MOMENTS = ['before', 'after'] as const;
/** Visibility timeouts: longer than the lease, as deployed, and shorter, as when SQS hands out a message twice. */
const VISIBILITY_TIMEOUTS_SECONDS = [60, 10];
/** A crash also interrupts the other records of the batch. */
const BATCHED_DELIVERIES = 2;

async function run(options: Omit<ModelOptions, 'script'>): Promise<DeliveryModel> {
  const model = deliveryModel({ ...options, script });
  await model.run();
  return model;
}

const statesOf = async (model: DeliveryModel): Promise<Record<string, string>> =>
  Object.fromEntries((await model.deliveries()).map(({ target, state }) => [target, state]));

const deliveredTo = ({ effects }: DeliveryModel): string[] =>
  effects.filter(({ outcome }) => outcome.kind === 'delivered').map(({ target }) => target);

const repeatedDeliveries = (model: DeliveryModel): string[] =>
  deliveredTo(model).filter((target, index, all) => all.indexOf(target) !== index);

const deadLetterReasons = ({ queue }: DeliveryModel): string =>
  queue.deadLetters.map(({ attributes }) => attributes.carillonreason?.StringValue ?? '').join('; ');

/** An acceptable end: a good final state, or a dead letter with its reason. */
function isKept({ state, attempts }: Delivery, model: DeliveryModel): boolean {
  if (state === 'delivered' || state === 'suppressed') return true;
  return deadLetterReasons(model).includes(`${state}: ${attempts.at(-1)?.reason}`);
}

interface Findings {
  /** Identifies the run in a failure. */
  readonly at: string;
  readonly unfinished: readonly string[];
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
}

/** Lists violations; must be empty. A result that the ledger refused to record is excused by its log line. */
async function findings(model: DeliveryModel, at: string, mayRepeat: readonly string[]): Promise<Findings> {
  const deliveries = await model.deliveries();
  const refusals = model.log.lines.filter(({ event }) => event === 'bookkeeping_failed').length;
  const unfinished = deliveries.filter(({ state }) => !isFinal(state)).map(({ target }) => target);
  const finished = deliveries.filter(({ state }) => isFinal(state));
  const missing = Object.keys(script).filter((key) => !deliveries.some(({ target }) => target === key));
  return {
    at,
    unfinished: unfinished.slice(refusals),
    lost: [...missing, ...finished.filter((delivery) => !isKept(delivery, model)).map(({ target }) => target)],
    repeated: repeatedDeliveries(model).filter((target) => !mayRepeat.includes(target)),
  };
}

const nothing = (at: string): Findings => ({ at, unfinished: [], lost: [], repeated: [] });

/** Targets whose effect may happen twice: the fault hit between effect and record. */
function mayRepeat({ call, kind, moment }: PlannedFault, { calls: labels, crashedAt }: FaultInjector): string[] {
  // Calls may overlap.
  const done = labels.slice(0, moment === 'after' ? crashedAt : call - 1);
  const isOpen = (target: string) => done.lastIndexOf(`effect ${target}`) > done.lastIndexOf(`settle ${target}`);
  if (kind === 'crash') return Object.keys(script).filter(isOpen);
  return moment === 'after' ? [(labels[call - 1] ?? '').replace(/^effect /, '')] : [];
}

/** Runs the model once per call of a fault-free run, with the fault at that call. */
async function walk(fault: Omit<PlannedFault, 'call'>, options: Omit<ModelOptions, 'script' | 'faults'>) {
  const { calls } = (await run(options)).injector;
  const planned = calls.map((_, index): PlannedFault => ({ ...fault, call: index + 1 }));
  return Promise.all(
    planned.map(async (plan) => {
      const model = await run({ ...options, faults: [plan] });
      const at = `${plan.kind} ${plan.moment} call ${plan.call}, ${model.injector.calls[plan.call - 1]}`;
      return { model, at, findings: await findings(model, at, mayRepeat(plan, model.injector)) };
    }),
  );
}

describe.each(Object.entries(SCHEDULES))('a delivery that waits %s', (_how, retryDelaysSeconds) => {
  it('ends every delivery as its outcomes say', async () => {
    const model = await run({ retryDelaysSeconds });
    expect(await statesOf(model)).toEqual(END_STATES);
    expect(await findings(model, '', [])).toEqual(nothing(''));
    expect(deliveredTo(model).toSorted()).toEqual(['ann', 'bob']);
  });

  it('attempts a failing delivery once more than there are delays, and then dead-letters it with its reason', async () => {
    const model = await run({ retryDelaysSeconds });
    expect(model.effects.filter(({ target }) => target === 'dan')).toHaveLength(3);
    expect(deadLetterReasons(model)).toContain('failed: down');
  });

  it.each(MOMENTS)('comes to the same end after a crash %s any call', async (moment) => {
    for (const { model, at, findings } of await walk({ kind: 'crash', moment }, { retryDelaysSeconds })) {
      expect({ at, states: await statesOf(model) }).toEqual({ at, states: END_STATES });
      expect(findings).toEqual(nothing(at));
    }
  });

  it.each(MOMENTS)('finishes and keeps everything after an error %s any call', async (moment) => {
    for (const { at, findings } of await walk({ kind: 'error', moment }, { retryDelaysSeconds })) {
      expect(findings).toEqual(nothing(at));
    }
  });

  it.each(MOMENTS)('comes to the same end when the message comes back within the lease, crash %s', async (moment) => {
    for (const { at, findings } of await walk(
      { kind: 'crash', moment },
      { retryDelaysSeconds, visibilityTimeoutSeconds: 10 },
    )) {
      expect(findings).toEqual(nothing(at));
    }
  });

  it('loses no delivery, and repeats at most one per fault, with any number of faults', async () => {
    const fault = fc.record<PlannedFault>({
      call: fc.integer({ min: 1, max: 60 }),
      kind: fc.constantFrom('crash', 'error'),
      moment: fc.constantFrom(...MOMENTS),
    });
    const visibility = fc.constantFrom(...VISIBILITY_TIMEOUTS_SECONDS);
    const property = fc.asyncProperty(fc.array(fault, { maxLength: 4 }), visibility, async (faults, seconds) => {
      const model = await run({ retryDelaysSeconds, visibilityTimeoutSeconds: seconds, faults });
      expect(await findings(model, '', Object.keys(script))).toEqual(nothing(''));
      expect(repeatedDeliveries(model).length).toBeLessThanOrEqual(BATCHED_DELIVERIES * faults.length);
    });
    await fc.assert(property, { numRuns: 150 });
  });
});

describe('a notification that is published again after one of its addresses was erased', () => {
  const [ann, bob] = ['ann@example.com', 'bob@example.com'];
  const twice: Script = { [ann]: [delivered()], [bob]: [delivered()] };
  const overrides = { recipients: `${ann}, ${bob}` };

  /** The notification is delivered to both, erased and published again when the fault hits. */
  async function again(plan: readonly PlannedFault[], visibilityTimeoutSeconds = 60) {
    const model = deliveryModel({ script: twice, overrides, faults: plan, visibilityTimeoutSeconds });
    const { notification, ledger, audit } = model;
    await audit.accept(acceptedEvent(notification, JSON.stringify(notification), model.clock.now()));
    await model.run();
    const [calls, first] = [model.injector.calls.length, deliveredTo(model)];
    await ledger.erase(notification.id, ann, addressDigest(new Uint8Array(32).fill(7)));
    await model.run();
    return { model, calls, first };
  }

  it.each(MOMENTS)('is not delivered again after a crash %s any call', async (moment) => {
    const { calls, model } = await again([]);
    const planned = Array.from({ length: model.injector.calls.length - calls }, (_, n) => calls + n + 1);
    expect(planned.length).toBeGreaterThan(2);
    for (const call of planned) {
      for (const seconds of VISIBILITY_TIMEOUTS_SECONDS) {
        const { model, first } = await again([{ call, kind: 'crash', moment }], seconds);
        const at = `${moment} call ${call}, ${model.injector.calls[call - 1]}`;
        expect({ at, delivered: deliveredTo(model) }).toEqual({ at, delivered: first });
        expect(await statesOf(model)).toMatchObject({ [ann]: 'suppressed', [bob]: 'delivered' });
      }
    }
  });
});
