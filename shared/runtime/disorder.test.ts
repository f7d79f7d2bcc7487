import fc from 'fast-check';
import { isFinal } from '../domain/delivery/claim';
import { type DeliveryOutcome, deferred, delivered, rejected, retry } from '../domain/delivery/outcome';
import { type DeliveryModel, deliveryModel } from '../testing/delivery-model';
import { aMessage, aSealed } from '../testing/factories';
import type { PlannedFault } from '../testing/fault-injector';
import { onlyFor } from './message/for-targets';
import { redriven } from './message/redriven';

/** Outcomes of a target before `delivered`: waits in the queue and in the ledger, and failures. */
const trouble = fc.constantFrom<DeliveryOutcome>(
  deferred('rate', 5),
  deferred('quota', 3_600),
  retry('busy'),
  retry('Retry-After', 2_000),
  rejected('no'),
);
const outcomes = fc.array(trouble, { maxLength: 4 }).map((before) => [...before, delivered()]);
const script = fc.oneof(fc.record({ ann: outcomes }), fc.record({ ann: outcomes, bob: outcomes }));
const fault = fc.record<PlannedFault>({
  call: fc.integer({ min: 1, max: 50 }),
  kind: fc.constantFrom('crash', 'error'),
  moment: fc.constantFrom('before', 'after'),
});
/** Additional messages, and their delay in seconds. */
const beside = fc.tuple(fc.constantFrom('again', 'replayed', 'replayed for ann'), fc.constantFrom(0, 10, 100, 800));
const options = fc.record({
  script,
  faults: fc.array(fault, { maxLength: 3 }),
  retryDelaysSeconds: fc.constantFrom([5, 30], [3_600, 7_200], [5, 3_600]),
  visibilityTimeoutSeconds: fc.constantFrom(10, 60),
});

async function sendBeside({ queue, notification }: DeliveryModel, [what, seconds]: readonly [string, number]) {
  const message = aMessage(notification);
  const replayed = redriven(message, 'replayed');
  const messages = { again: message, replayed, 'replayed for ann': onlyFor(replayed, 'ann') };
  await queue.send([aSealed(messages[what as keyof typeof messages])], seconds);
}

/** More redrives than any run needs. */
const REDRIVES = 9;

async function runToItsEnd(model: DeliveryModel): Promise<void> {
  await model.run();
  for (let redrive = 0; redrive < REDRIVES && model.queue.deadLetters.length > 0; redrive++) {
    await model.queue.redrive();
    await model.drain();
  }
}

const deliveredTo = ({ effects }: DeliveryModel): readonly string[] =>
  effects.filter(({ outcome }) => outcome.kind === 'delivered').map(({ target }) => target);

/** A result that the ledger refused to record is excused by its log line. */
async function openOf(model: DeliveryModel): Promise<readonly string[]> {
  const refusals = model.log.lines.filter(({ event }) => event === 'bookkeeping_failed').length;
  const open = (await model.deliveries()).filter(({ state }) => !isFinal(state));
  return open.slice(refusals).map(({ target, state }) => `${target} ${state}`);
}

describe('a notification that comes twice and is replayed during faults of all kinds', () => {
  // A crash hits up to two deliveries between effect and record.
  it('reaches every target, once unless a fault hit between effect and record, and leaves nothing open', async () => {
    const property = fc.asyncProperty(options, fc.array(beside, { maxLength: 3 }), async (chosen, besides) => {
      const model = deliveryModel(chosen);
      for (const one of besides) await sendBeside(model, one);
      await runToItsEnd(model);
      const reached = deliveredTo(model);
      expect([...new Set(reached)].toSorted()).toEqual(Object.keys(chosen.script).toSorted());
      expect(reached.length - new Set(reached).size).toBeLessThanOrEqual(2 * chosen.faults.length);
      expect(await openOf(model)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 150 });
  });
});
