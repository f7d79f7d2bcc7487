import { delivered, retry } from '../../../shared/domain/delivery/outcome';
import { deliveryModel } from '../../../shared/testing/delivery-model';
import type { TestClock } from '../../../shared/testing/test-clock';
import manifest from './channel';

describe('an endpoint that is down', () => {
  const { retryDelaysSeconds } = manifest;
  const down = (attempts: number) => Array.from({ length: attempts }, () => retry('HTTP 503'));
  const daysSince = (start: Date, { clock }: { clock: TestClock }) =>
    (clock.now().getTime() - start.getTime()) / 86_400_000;

  it('for three days fails with its reason, is dead-lettered, and holds up no other', async () => {
    const script = { ep_1: down(99), ep_2: [delivered()] };
    const model = deliveryModel({ script, retryDelaysSeconds });
    const start = model.clock.now();
    await model.run();
    expect(model.effects.filter(({ target }) => target === 'ep_1')).toHaveLength(retryDelaysSeconds.length + 1);
    expect(model.effects.findIndex(({ target }) => target === 'ep_2')).toBeLessThan(2);
    expect(await model.deliveries()).toMatchObject([{ state: 'failed' }, { state: 'delivered' }]);
    const [reason] = model.queue.deadLetters.map(({ attributes }) => attributes.carillonreason?.StringValue);
    expect(reason).toBe('failed: HTTP 503');
    expect(daysSince(start, model)).toBeGreaterThan(3);
  });

  it('for two days gets its event after it has recovered', async () => {
    const model = deliveryModel({ script: { ep_1: [...down(8), delivered()] }, retryDelaysSeconds });
    const start = model.clock.now();
    await model.run();
    expect(await model.deliveries()).toMatchObject([{ state: 'delivered' }]);
    expect(daysSince(start, model)).toBeGreaterThan(2);
  });
});
