import { memoryEndpoints } from '../../../../shared/memory/memory-endpoints';
import type { Endpoint, EndpointSource } from '../../../../shared/ports/endpoints';
import { anEndpoint, disabled } from '../../../../shared/testing/factories';
import { TestClock } from '../../../../shared/testing/test-clock';
import { MAX_AGE_SECONDS } from './age';
import { cachedEndpoints } from './cached-endpoints';

const CHECK_SECONDS = 10;
const TYPE = 'order.shipped';
const AT = '2026-11-23T09:30:00.000Z';

/** A cache over a registry that records its reads. */
function fixture(
  options: { readonly checkSeconds?: number; readonly maxEndpoints?: number } = {},
  ...saved: Endpoint[]
) {
  const clock = new TestClock();
  const registry = memoryEndpoints(...saved);
  const reads: string[] = [];
  const read = <Answer>(what: string, answer: Promise<Answer>) => {
    reads.push(what);
    return answer;
  };
  const source: EndpointSource = {
    versions: (tenant) => read(`versions ${tenant}`, registry.versions(tenant)),
    index: (tenant) => read(`index ${tenant}`, registry.index(tenant)),
    indexOf: (tenant, range) => read(`index ${range.from} to ${range.to}`, registry.indexOf(tenant, range)),
    read: (tenant, id) => read(`read ${id}`, registry.read(tenant, id)),
    find: (tenant, id) => read(`find ${id}`, registry.find(tenant, id)),
  };
  const directory = cachedEndpoints({ source, clock, checkSeconds: CHECK_SECONDS, ...options });
  const ids = async (tenant = 'acme') => (await directory.wantedBy(tenant, { type: TYPE })).enabled;
  return { clock, registry, reads, source, directory, ids };
}

const acme = (id: string, overrides: Partial<Endpoint> = {}) => anEndpoint({ tenant: 'acme', id, ...overrides });

describe('the index', () => {
  it('is read once for however many notifications', async () => {
    const { reads, ids } = fixture({}, acme('ep_1'), acme('ep_2', { types: ['invoice.*'] }));
    expect(await Promise.all(Array.from({ length: 50 }, () => ids()))).toEqual(Array(50).fill(['ep_1']));
    expect(await ids()).toEqual(['ep_1']);
    expect(reads).toEqual(['index acme']);
  });

  it('is used without a check for a while, then its version is checked', async () => {
    const { clock, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    clock.advanceSeconds(CHECK_SECONDS - 1);
    await ids();
    expect(reads).toEqual(['index acme']);
    clock.advanceSeconds(1);
    await Promise.all([ids(), ids()]);
    clock.advanceSeconds(CHECK_SECONDS - 1);
    await ids();
    expect(reads).toEqual(['index acme', 'versions acme']);
  });

  it('has an added endpoint after the next check of its version', async () => {
    const { clock, registry, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    await registry.save(acme('ep_2'));
    expect(await ids()).toEqual(['ep_1']);
    clock.advanceSeconds(CHECK_SECONDS);
    expect(await ids()).toEqual(['ep_1', 'ep_2']);
    expect(reads).toEqual(['index acme', 'versions acme', 'index acme']);
  });

  it('is not read again for failures of endpoints, nor for secrets, headers, URLs and rates', async () => {
    const { clock, registry, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    await registry.fail('acme', 'ep_1', 1, AT);
    await registry.change('acme', 'ep_1', { url: 'https://other.example.com/', ratePerSecond: 2, secrets: [] });
    clock.advanceSeconds(CHECK_SECONDS);
    await ids();
    expect(reads).toEqual(['index acme', 'versions acme']);
  });

  it('is read again within a minute even where its version says that nothing changed', async () => {
    const { clock, registry, source, ids } = fixture({ checkSeconds: 5 }, acme('ep_1'));
    // A query may see a part of a transaction: the new version, and not yet the endpoint.
    const torn = { ...(await registry.index('acme')), version: 1, indexVersion: 1 };
    const { index } = source;
    Object.assign(source, { index: async () => torn });
    expect(await ids()).toEqual(['ep_1']);
    Object.assign(source, { index });
    await registry.save(acme('ep_2'));
    for (let seconds = 5; seconds < MAX_AGE_SECONDS; seconds += 5) {
      clock.advanceSeconds(5);
      expect(await ids()).toEqual(['ep_1']);
    }
    clock.advanceSeconds(5);
    expect(await ids()).toEqual(['ep_1', 'ep_2']);
  });

  it('of ten times as many endpoints is read a tenth as often, once it was read twice', async () => {
    const readsIn = async (count: number) => {
      const { clock, reads, ids } = fixture({}, ...Array.from({ length: count }, (_, n) => acme(`ep_${n}`)));
      for (let seconds = 0; seconds <= 1_000; seconds += 10) {
        await ids();
        clock.advanceSeconds(10);
      }
      return reads.filter((read) => read === 'index acme').length;
    };
    expect([await readsIn(1), await readsIn(1_000), await readsIn(10_000)]).toEqual([21, 21, 3]);
  });

  it('is not kept longer where it was read twice within a moment: both reads may have missed the same change', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => acme(`ep_${n}`));
    const { clock, registry, reads, ids } = fixture({}, ...many);
    await ids();
    // A failed check of the version has the index read once more, of the same version.
    const { version, indexVersion } = await registry.versions('acme');
    jest.spyOn(registry, 'versions').mockResolvedValueOnce({ version, indexVersion: indexVersion + 1 });
    clock.advanceSeconds(CHECK_SECONDS);
    await ids();
    expect(reads.filter((one) => one === 'index acme')).toHaveLength(2);
    clock.advanceSeconds(MAX_AGE_SECONDS);
    await ids();
    expect(reads.filter((one) => one === 'index acme')).toHaveLength(3);
  });

  it('is checked each time if the environment says so', async () => {
    const { registry, reads, ids } = fixture({ checkSeconds: 0 }, acme('ep_1'));
    await ids();
    await registry.save(acme('ep_2'));
    expect(await ids()).toEqual(['ep_1', 'ep_2']);
    expect(reads).toEqual(['index acme', 'versions acme', 'index acme']);
  });

  it('is read again when the clock is set back', async () => {
    const { clock, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    clock.advanceSeconds(-3600);
    await ids();
    expect(reads).toEqual(['index acme', 'index acme']);
  });

  it('that could not be read is asked for again', async () => {
    const { source, ids } = fixture({}, acme('ep_1'));
    const { index } = source;
    Object.assign(source, { index: () => Promise.reject(new Error('throttled')) });
    await expect(Promise.all([ids(), ids()])).rejects.toThrow('throttled');
    Object.assign(source, { index });
    expect(await ids()).toEqual(['ep_1']);
  });

  it('of a tenant without endpoints is remembered too', async () => {
    const { reads, ids } = fixture();
    expect([await ids('nobody'), await ids('nobody')]).toEqual([[], []]);
    expect(reads).toEqual(['index nobody']);
  });

  it('is not read for a range of endpoints, of which only those are read', async () => {
    const { directory, reads } = fixture({}, ...[1, 2, 3, 4].map((n) => acme(`ep_${n}`)));
    const range = { from: 'ep_2', to: 'ep_3' };
    expect(await directory.wantedBy('acme', { type: TYPE }, range)).toEqual({
      enabled: ['ep_2', 'ep_3'],
      disabled: 0,
      filtered: 0,
    });
    expect(reads).toEqual(['index ep_2 to ep_3']);
  });

  it('serves a range without a read while it is current, and not when it is out of date', async () => {
    const { clock, directory, ids, registry, reads } = fixture({}, ...[1, 2, 3].map((n) => acme(`ep_${n}`)));
    const range = { from: 'ep_2', to: 'ep_9' };
    await ids();
    expect((await directory.wantedBy('acme', { type: TYPE }, range)).enabled).toEqual(['ep_2', 'ep_3']);
    expect(reads).toEqual(['index acme']);
    await registry.remove('acme', 'ep_2');
    clock.advanceSeconds(CHECK_SECONDS);
    expect((await directory.wantedBy('acme', { type: TYPE }, range)).enabled).toEqual(['ep_3']);
    expect(reads).toEqual(['index acme', 'versions acme', 'index ep_2 to ep_9']);
  });
});

describe('an endpoint', () => {
  it('is read once for however many deliveries, and its version as well', async () => {
    const { directory, reads } = fixture({}, acme('ep_1'));
    await Promise.all(Array.from({ length: 50 }, () => directory.find('acme', 'ep_1')));
    await directory.known('acme', 'ep_1');
    expect(reads).toEqual(['versions acme', 'read ep_1']);
  });

  it('has its circuit, and the version under which it was read', async () => {
    const { directory, registry } = fixture({}, acme('ep_1'));
    const circuit = await registry.fail('acme', 'ep_1', 2, AT);
    const endpoint = await registry.find('acme', 'ep_1');
    expect(await directory.known('acme', 'ep_1')).toMatchObject({ endpoint, circuit, version: 1 });
    expect(await directory.known('acme', 'ep_2')).toMatchObject({ version: 1 });
  });

  it('is read again once the version has changed, whatever has changed', async () => {
    const { clock, directory, registry, reads } = fixture({}, acme('ep_1'));
    await directory.known('acme', 'ep_1');
    const circuit = await registry.fail('acme', 'ep_1', 1, AT);
    expect((await directory.known('acme', 'ep_1')).circuit).toBeUndefined();
    clock.advanceSeconds(CHECK_SECONDS);
    expect((await directory.known('acme', 'ep_1')).circuit).toEqual(circuit);
    expect(reads).toEqual(['versions acme', 'read ep_1', 'versions acme', 'read ep_1']);
  });

  it('is read again within a minute in any case', async () => {
    const { clock, directory, reads } = fixture({}, acme('ep_1'));
    for (let seconds = 0; seconds <= MAX_AGE_SECONDS; seconds += 10) {
      await directory.known('acme', 'ep_1');
      clock.advanceSeconds(10);
    }
    expect(reads.filter((read) => read === 'read ep_1')).toHaveLength(2);
  });

  it('that is unknown or missing is read once more before its delivery ends: it may be newer', async () => {
    const { directory, registry, reads } = fixture({}, acme('ep_1'));
    await directory.known('acme', 'ep_2');
    const added = acme('ep_2');
    await registry.save(added);
    expect(await directory.find('acme', 'ep_2')).toEqual(added);
    expect(await directory.find('acme', 'ep_3')).toBeUndefined();
    expect(reads).toEqual(['versions acme', 'read ep_2', 'find ep_2', 'read ep_3', 'find ep_3']);
  });

  it('that was enabled a moment ago does not count as disabled', async () => {
    const { directory, registry } = fixture({}, acme('ep_1', { state: disabled() }));
    await directory.known('acme', 'ep_1');
    const state = { enabled: true, since: AT };
    await registry.change('acme', 'ep_1', { state });
    expect((await directory.find('acme', 'ep_1'))?.state).toEqual(state);
  });

  it('that was disabled is found disabled within the time of a check', async () => {
    const { directory, registry, clock } = fixture({}, acme('ep_1'));
    await directory.find('acme', 'ep_1');
    await registry.change('acme', 'ep_1', { state: disabled('gone') });
    clock.advanceSeconds(CHECK_SECONDS);
    expect((await directory.find('acme', 'ep_1'))?.state).toEqual(disabled('gone'));
  });

  it('is forgotten when others are used more and there are too many', async () => {
    const { directory, reads } = fixture({ maxEndpoints: 2 }, ...[1, 2, 3].map((n) => acme(`ep_${n}`)));
    for (const n of [1, 2, 1, 3, 1, 2]) await directory.known('acme', `ep_${n}`);
    expect(reads).toEqual(['versions acme', 'read ep_1', 'read ep_2', 'read ep_3', 'read ep_2']);
  });

  it('takes the place of several if it has a large template: the function has 256 MB', async () => {
    const format = { name: 'template', template: ' '.repeat(8_000) } as const;
    const { directory, reads } = fixture({ maxEndpoints: 20 }, ...[1, 2, 3].map((n) => acme(`ep_${n}`, { format })));
    for (const n of [1, 2, 1, 3, 1, 2]) await directory.known('acme', `ep_${n}`);
    expect(reads).toEqual(['versions acme', 'read ep_1', 'read ep_2', 'read ep_3', 'read ep_2']);
  });
});

it.each([1, 100, 9_999, 10_001, 100_000])(
  'with %d endpoints, a tenant costs the same reads',
  async (count) => {
    const wanted = acme('ep_wanted', { types: [TYPE] });
    const secrets = wanted.secrets;
    const others = Array.from({ length: count - 1 }, (_, n) => acme(`ep_${n}`, { types: ['invoice.*'], secrets }));
    const { directory, registry, reads, ids, clock } = fixture({});
    for (const endpoint of [wanted, ...others]) expect(await registry.save(endpoint)).toBe(true);
    for (let notifications = 0; notifications < 100; notifications++) {
      expect(await ids()).toEqual(['ep_wanted']);
      expect((await directory.find('acme', 'ep_wanted'))?.id).toBe('ep_wanted');
      if (notifications === 50) clock.advanceSeconds(CHECK_SECONDS);
    }
    expect(reads).toEqual(['index acme', 'read ep_wanted', 'versions acme']);
  },
  120_000,
);
