import { delivered, rejected, retry } from '../domain/delivery/outcome';
import { deliveryModel } from '../testing/delivery-model';

describe('a redrive', () => {
  const failing = {
    script: { ann: [rejected('no such box'), delivered()], bob: [delivered()] },
  } as const;

  it('attempts a rejected delivery again, and does not repeat a delivered one', async () => {
    const model = deliveryModel(failing);
    await model.run();
    await model.queue.redrive();
    await model.drain();
    expect(model.effects.map(({ target }) => target)).toEqual(['ann', 'bob', 'ann']);
    expect((await model.deliveries()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(model.queue.deadLetters).toEqual([]);
  });

  it('counts attempts from 1 again after the last one failed', async () => {
    const model = deliveryModel({ script: { ann: [retry('down')] } });
    await model.run();
    await model.queue.redrive();
    await model.drain();
    const [delivery] = await model.deliveries();
    expect(delivery).toMatchObject({ state: 'failed', attempted: 3 });
    expect(delivery?.attempts.map(({ n }) => n)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(model.queue.deadLetters.map(({ attributes }) => attributes.carillonreason?.StringValue)).toEqual([
      'failed: down',
    ]);
  });

  it('delivers a dead letter whose result could not be recorded', async () => {
    // Claim, effect and dead letter succeed, then every try to record the last attempt fails.
    const script = { ann: [rejected('no such box'), delivered()] };
    const refusals = Array.from({ length: 10 }, (_, index) => index + 4);
    const faults = refusals.map((call) => ({ call, kind: 'error', moment: 'before' }) as const);
    const model = deliveryModel({ script, faults });
    await model.run();
    expect(model.injector.calls.at(-1)).toBe('settle ann');
    expect(await model.deliveries()).toMatchObject([{ state: 'claimed' }]);
    await model.queue.redrive();
    await model.drain();
    expect(await model.deliveries()).toMatchObject([{ state: 'delivered' }]);
  });
});

describe('a redrive of a delivery', () => {
  it('delivers to that target alone', async () => {
    const script = { ep_1: [rejected('410'), delivered()], ep_2: [delivered()] };
    const model = deliveryModel({ script });
    await model.run();
    await model.queue.redrive();
    await model.drain();
    expect(model.effects.map(({ target }) => target).toSorted()).toEqual(['ep_1', 'ep_1', 'ep_2']);
    expect((await model.deliveries()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });
});
