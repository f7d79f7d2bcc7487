import { operatorPorts } from '../testing/operator-ports';
import { listKeys } from './list-keys';
import { rotateKey } from './rotate-key';

describe('a rotation of a data key', () => {
  it('reports in a dry run the key that it would create, and creates none', async () => {
    const ports = operatorPorts();
    const planned = await rotateKey({ purpose: 'endpoints', dryRun: true }, ports);
    expect([planned, (await listKeys(ports)).length]).toEqual([{ purpose: 'endpoints', id: '2', older: ['1'] }, 1]);
  });

  it('creates the next key, which seals a minute later', async () => {
    const ports = operatorPorts();
    const sealsFrom = '2026-11-23T09:31:00.000Z';
    expect(await rotateKey({ purpose: 'endpoints', dryRun: false }, ports)).toEqual({
      purpose: 'endpoints',
      id: '2',
      older: ['1'],
      sealsFrom,
    });
    const createdAt = '2026-11-23T09:30:00.000Z';
    expect((await listKeys(ports)).at(-1)).toEqual({ purpose: 'endpoints', id: '2', createdAt, sealsFrom });
  });

  it.each([
    ['addresses', "'addresses' does not rotate: digests that are recorded would change"],
    ['endpoint', "'endpoint' is no purpose"],
  ])('refuses %s', async (purpose, message) => {
    const ports = operatorPorts();
    await expect(rotateKey({ purpose, dryRun: false }, ports)).rejects.toMatchObject({
      code: 'cli.key_purpose',
      message,
      fix: 'give one of endpoints, unsubscribe, messages',
    });
    expect(await ports.keyStore.list('addresses')).toEqual([]);
  });
});
