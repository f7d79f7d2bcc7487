import { anEndpoint } from '../../testing/factories';
import { operatorPorts } from '../testing/operator-ports';
import { resealEndpoints } from './reseal-endpoints';
import { rotateKey } from './rotate-key';

const one = anEndpoint({ tenant: 'acme', id: 'ep_1' });
const changed = { ...anEndpoint({ tenant: 'other', id: 'ep_2' }), url: 'https://attacker.example/' };

describe('resealing endpoints', () => {
  it('returns a result for each endpoint, and does not change one that cannot be decrypted', async () => {
    const ports = operatorPorts([one, changed]);
    await rotateKey({ purpose: 'endpoints', dryRun: false }, ports);
    ports.clock.advanceSeconds(60);
    const unreadable = { tenant: 'other', id: 'ep_2', result: 'unreadable' };
    const results = [];
    for (const dryRun of [true, false, false]) results.push(await resealEndpoints({ dryRun }, ports));
    expect(results).toEqual(
      ['resealed', 'resealed', 'current'].map((result) => ({
        key: '2',
        endpoints: [{ tenant: 'acme', id: 'ep_1', result }, unreadable],
      })),
    );
    expect(await ports.registry.find('other', 'ep_2')).toEqual(changed);
  });

  it('waits until all functions know the newest key', async () => {
    const ports = operatorPorts([one]);
    await rotateKey({ purpose: 'endpoints', dryRun: false }, ports);
    ports.clock.advanceSeconds(59);
    await expect(resealEndpoints({ dryRun: false }, ports)).rejects.toMatchObject({
      code: 'cli.key_not_in_use',
      message: 'data key 2 of endpoints seals from 2026-11-23T09:31:00.000Z on, so that all functions know it by then',
    });
    expect(await ports.registry.find('acme', 'ep_1')).toEqual(one);
  });
});
