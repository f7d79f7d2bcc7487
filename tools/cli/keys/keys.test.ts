import { isSealedWith } from '../../../shared/operations/endpoints/reseal-endpoint';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { A_SECRET, anEndpoint } from '../../../shared/testing/factories';
import { aSealedSecret, someSealedHeaders } from '../../../shared/testing/sealed';
import { type TestDesk, testDesk } from '../testing/test-desk';
import { list as listKeys } from './list';
import { reseal as resealEndpoints } from './reseal';
import { rotate as rotateKey } from './rotate';

const idsOf = async ({ keyStore }: TestDesk) => (await keyStore.list('endpoints')).map(({ id }) => id);

/** Another terminal, so that what is printed does not show; its clock is still at the beginning. */
function withoutOutput(desk: TestDesk): TestDesk {
  const { terminal, clock } = testDesk();
  return { ...desk, terminal, clock };
}

/** A desk on which the key of endpoints was rotated, and a minute has passed. */
async function rotatedDesk(...saved: readonly Endpoint[]): Promise<TestDesk> {
  const desk = testDesk(saved);
  await rotateKey({ purpose: 'endpoints', yes: true }, withoutOutput(desk));
  desk.terminal.clock.advanceSeconds(60);
  return desk;
}

describe('keys rotate', () => {
  it('says what it would do, and does nothing', async () => {
    const desk = testDesk();
    await rotateKey({ purpose: 'endpoints' }, desk);
    expect(desk.terminal.output()).toBe(`would make data key 2 of endpoints, which seals from 60 seconds later on
stays, to open what it sealed: 1
nothing was changed; do it with --yes
`);
    expect(await idsOf(desk)).toEqual(['1']);
  });

  it('with --yes makes the next key, and reports from when on it seals', async () => {
    const desk = testDesk();
    await rotateKey({ purpose: 'endpoints', yes: true }, desk);
    expect(desk.terminal.output()).toBe(
      `made data key 2 of endpoints, which seals from 2026-11-23T09:31:00.000Z on; functions use it within five minutes of that
stays, to open what it sealed: 1
then reseal the endpoints with it: npx carillon keys reseal --yes
`,
    );
    expect(await idsOf(desk)).toEqual(['1', '2']);
    expect((await desk.keys.current('endpoints')).id).toBe('1');
    desk.terminal.clock.advanceSeconds(300);
    expect((await desk.keys.current('endpoints')).id).toBe('2');
  });

  it('makes the first key of a purpose too, which seals at once', async () => {
    const desk = testDesk();
    await rotateKey({ purpose: 'messages', yes: true, json: true }, desk);
    const sealsFrom = desk.terminal.clock.now().toISOString();
    expect(desk.printed()).toEqual({ rotated: true, purpose: 'messages', id: '1', older: [], sealsFrom });
  });
});

describe('keys list', () => {
  it('shows when each was made, and which one seals', async () => {
    const desk = await rotatedDesk();
    await rotateKey({ purpose: 'endpoints', yes: true }, withoutOutput(desk));
    await desk.keys.current('unsubscribe');
    desk.terminal.clock.set('2026-11-23T09:31:00Z');
    await desk.keyStore.add({ purpose: 'endpoints', id: '4', createdAt: '2026-11-23T09:31:00.000Z' });
    await listKeys({}, desk);
    expect(desk.terminal.output()).toBe(`PURPOSE      KEY  MADE                      USE
endpoints    1    2026-11-01T00:00:00.000Z  opens what it sealed
endpoints    2    2026-11-23T09:30:00.000Z  opens what it sealed
endpoints    3    2026-11-23T09:30:00.000Z  seals
endpoints    4    2026-11-23T09:31:00.000Z  seals from 2026-11-23T09:32:00.000Z on
unsubscribe  1    2026-11-23T09:31:00.000Z  seals
`);
  });

  it('shows nothing of a key itself', async () => {
    const desk = testDesk();
    await desk.keyStore.add({ purpose: 'messages', id: '1', createdAt: '2026-11-23T09:00:00.000Z' });
    await listKeys({ json: true }, desk);
    const [first, second] = ['2026-11-01T00:00:00.000Z', '2026-11-23T09:00:00.000Z'];
    expect(desk.printed()).toEqual([
      { purpose: 'endpoints', id: '1', createdAt: first, sealsFrom: first },
      { purpose: 'messages', id: '1', createdAt: second, sealsFrom: second },
    ]);
  });
});

describe('keys reseal', () => {
  const one = anEndpoint({ tenant: 'acme', id: 'ep_1' });
  const other = { ...anEndpoint({ tenant: 'other', id: 'ep_2' }) };
  const withHeaders = { ...other, headers: someSealedHeaders({ 'x-shop': 'one' }, other) };

  const keyIds = async ({ registry }: TestDesk) => {
    const found: [string, boolean][] = [];
    for await (const endpoint of registry.all()) found.push([endpoint.id, isSealedWith(endpoint, '2')]);
    return found;
  };

  it('says what it would do, and does nothing', async () => {
    const desk = await rotatedDesk(one, withHeaders);
    await resealEndpoints({}, desk);
    expect(desk.terminal.output()).toBe(
      '2 of 2 endpoints would be sealed with data key 2\nnothing was changed; do it with --yes\n',
    );
    expect(await registryOf(desk)).toEqual([one, withHeaders]);
  });

  it('with --yes seals every endpoint of every tenant with the newest key, once', async () => {
    const desk = await rotatedDesk(one, withHeaders);
    await resealEndpoints({ yes: true }, desk);
    await resealEndpoints({ yes: true }, desk);
    expect(desk.terminal.output()).toBe(
      '2 of 2 endpoints were sealed with data key 2\n0 of 2 endpoints were sealed with data key 2\n',
    );
    expect(await keyIds(desk)).toEqual([
      ['ep_1', true],
      ['ep_2', true],
    ]);
  });

  it('names an endpoint whose URL was changed in the table, leaves it as it is, and does the others', async () => {
    const changed = { ...one, url: 'https://attacker.example/' };
    const desk = await rotatedDesk(changed, withHeaders);
    await expect(resealEndpoints({ yes: true }, desk)).rejects.toMatchObject({
      code: 'cli.reseal_incomplete',
      message: '1 endpoint could not be resealed',
    });
    expect(desk.terminal.output()).toBe(`1 of 2 endpoints were sealed with data key 2
  ep_1 of tenant acme: does not open for its URL: webhook.secret.unreadable
`);
    expect(await registryOf(desk)).toContainEqual(changed);
  });

  it('finds one that does not open, even if it has the newest key', async () => {
    const desk = testDesk([{ ...one, url: 'https://attacker.example/' }]);
    await expect(resealEndpoints({ json: true }, desk)).rejects.toMatchObject({ code: 'cli.reseal_incomplete' });
    const endpoints = [{ tenant: 'acme', id: 'ep_1', result: 'unreadable' }];
    expect(desk.printed()).toEqual({ done: false, key: '1', endpoints });
  });

  it('does not overwrite a concurrent change', async () => {
    const desk = await rotatedDesk(one);
    const theirs = { ...one, secrets: [aSealedSecret(A_SECRET, one)] };
    const registry = {
      ...desk.registry,
      change: async (...change: Parameters<typeof desk.registry.change>) => {
        await desk.registry.save(theirs);
        return desk.registry.change(...change);
      },
    };
    await expect(resealEndpoints({ yes: true }, { ...desk, registry })).rejects.toMatchObject({
      code: 'cli.reseal_incomplete',
    });
    expect(desk.terminal.output()).toContain('ep_1 of tenant acme: was changed concurrently');
    expect(await registryOf(desk)).toEqual([theirs]);
  });

  it('does nothing if there is no key yet, and makes none', async () => {
    const desk = testDesk();
    const keyStore = { ...desk.keyStore, list: async () => [] };
    await resealEndpoints({ yes: true }, { ...desk, keyStore });
    expect(desk.terminal.output()).toBe('0 of 0 endpoints were sealed with data key none: there is none yet\n');
  });
});

async function registryOf({ registry }: TestDesk): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for await (const endpoint of registry.all()) endpoints.push(endpoint);
  return endpoints;
}
