import { MAX_GAP_SECONDS } from '../domain/delivery/circuit';
import type { Circuits } from '../ports/circuits';
import type { EndpointRegistry, EndpointSource } from '../ports/endpoints';
import { anEndpoint, aTenant } from './factories';

const AT = '2026-11-23T09:30:00.000Z';
const LATER = '2026-11-23T09:31:00.000Z';
const EVEN_LATER = '2026-11-23T09:36:00.000Z';
const secondsAfter = (at: string, seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();

type Directory = Pick<EndpointRegistry, 'save' | 'load' | 'change' | 'remove' | 'version'> &
  Pick<EndpointSource, 'read' | 'versions'>;

/** Contract of every implementation of circuits. Uses its own tenants, so that a table may be shared. */
export function describeCircuitsContract(name: string, makeDirectory: () => Circuits & Directory): void {
  describe(`${name}, as circuits`, () => {
    const setUp = () => {
      const [directory, tenant] = [makeDirectory(), aTenant()];
      const circuit = async () => (await directory.load(tenant)).circuits.get('ep_1');
      return { directory, tenant, circuit, version: () => directory.version(tenant) };
    };
    const failed = { endpoint: 'ep_1', failures: 1, failingSince: AT, lastFailureAt: AT };
    const opening = { openUntil: LATER, openings: 1 };

    it('count failures since the first', async () => {
      const { directory, tenant, circuit } = setUp();
      expect(await directory.fail(tenant, 'ep_1', 1, AT)).toEqual(failed);
      const counted = { ...failed, failures: 4, lastFailureAt: LATER };
      expect(await directory.fail(tenant, 'ep_1', 3, LATER)).toEqual(counted);
      expect(await circuit()).toEqual(counted);
    });

    it('do not move the time of the last failure back for a function whose clock is behind', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.fail(tenant, 'ep_1', 1, LATER);
      await directory.fail(tenant, 'ep_1', 1, secondsAfter(LATER, -2 * MAX_GAP_SECONDS));
      expect(await circuit()).toEqual({ ...failed, failures: 2, failingSince: LATER, lastFailureAt: LATER });
    });

    it('count failures within the longest gap as one series, and are reset after a longer one', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.fail(tenant, 'ep_1', 4, AT);
      await directory.open(tenant, 'ep_1', opening, undefined);
      const second = secondsAfter(AT, MAX_GAP_SECONDS);
      const together = { ...failed, ...opening, failures: 5, lastFailureAt: second };
      expect(await directory.fail(tenant, 'ep_1', 1, second)).toEqual(together);
      const third = secondsAfter(second, MAX_GAP_SECONDS + 1);
      const afresh = { ...failed, failures: 2, failingSince: third, lastFailureAt: third };
      expect(await directory.fail(tenant, 'ep_1', 2, third)).toEqual(afresh);
      expect(await circuit()).toEqual(afresh);
    });

    it('are reset once for two functions that fail concurrently after a gap', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.fail(tenant, 'ep_1', 4, AT);
      const later = secondsAfter(AT, 2 * MAX_GAP_SECONDS);
      await Promise.all([1, 2].map(() => directory.fail(tenant, 'ep_1', 1, later)));
      expect(await circuit()).toEqual({ ...failed, failures: 2, failingSince: later, lastFailureAt: later });
    });

    it('count each of many concurrent failures', async () => {
      const { directory, tenant, circuit } = setUp();
      await Promise.all(Array.from({ length: 5 }, () => directory.fail(tenant, 'ep_1', 1, AT)));
      expect(await circuit()).toEqual({ ...failed, failures: 5 });
    });

    it('are opened by one of many concurrent callers', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.fail(tenant, 'ep_1', 1, AT);
      const many = Array.from({ length: 5 }, () => directory.open(tenant, 'ep_1', opening, undefined));
      expect((await Promise.all(many)).filter((isOpened) => isOpened)).toHaveLength(1);
      expect(await circuit()).toEqual({ ...failed, ...opening });
    });

    it('are opened again only by a caller that knows their state', async () => {
      const { directory, tenant, circuit } = setUp();
      const again = { openUntil: EVEN_LATER, openings: 2 };
      await directory.fail(tenant, 'ep_1', 1, AT);
      await directory.open(tenant, 'ep_1', opening, undefined);
      expect(await directory.open(tenant, 'ep_1', again, undefined)).toBe(false);
      expect(await directory.open(tenant, 'ep_1', again, AT)).toBe(false);
      expect(await directory.open(tenant, 'ep_1', again, LATER)).toBe(true);
      expect(await circuit()).toEqual({ ...failed, ...again });
    });

    it('are not opened if there is none', async () => {
      const { directory, tenant, circuit } = setUp();
      expect(await directory.open(tenant, 'ep_1', opening, undefined)).toBe(false);
      expect(await circuit()).toBeUndefined();
    });

    it('are closed with all their failures', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.fail(tenant, 'ep_1', 4, AT);
      for (const _ of [1, 2]) await directory.close(tenant, 'ep_1');
      expect(await circuit()).toBeUndefined();
      const anew = { ...failed, failingSince: LATER, lastFailureAt: LATER };
      expect(await directory.fail(tenant, 'ep_1', 1, LATER)).toEqual(anew);
    });

    it('change the version when they are created, opened, closed and reset, and not when they count', async () => {
      const { directory, tenant, version } = setUp();
      const versions = [];
      for (const write of [
        () => directory.fail(tenant, 'ep_1', 1, AT),
        () => directory.fail(tenant, 'ep_1', 1, AT),
        () => directory.open(tenant, 'ep_1', opening, undefined),
        () => directory.open(tenant, 'ep_1', opening, undefined),
        () => directory.close(tenant, 'ep_1'),
        () => directory.close(tenant, 'ep_1'),
        () => directory.fail(tenant, 'ep_1', 1, AT),
        () => directory.fail(tenant, 'ep_1', 1, secondsAfter(AT, 2 * MAX_GAP_SECONDS)),
      ]) {
        await write();
        versions.push(await version());
      }
      expect(versions).toEqual([1, 1, 2, 2, 3, 3, 4, 5]);
    });

    it('leave the version of the index of endpoints as it is', async () => {
      const { directory, tenant } = setUp();
      await directory.save(anEndpoint({ tenant, id: 'ep_1' }));
      await directory.fail(tenant, 'ep_1', 1, AT);
      await directory.open(tenant, 'ep_1', opening, undefined);
      await directory.close(tenant, 'ep_1');
      expect(await directory.versions(tenant)).toEqual({ version: 4, indexVersion: 1 });
    });

    it('are read with their endpoint', async () => {
      const { directory, tenant } = setUp();
      const endpoint = anEndpoint({ tenant, id: 'ep_1' });
      await directory.save(endpoint);
      await directory.fail(tenant, 'ep_1', 1, AT);
      expect(await directory.read(tenant, 'ep_1')).toEqual({ endpoint, circuit: failed });
    });

    it('are removed with their endpoint', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.save(anEndpoint({ tenant, id: 'ep_1' }));
      await directory.fail(tenant, 'ep_1', 1, AT);
      await directory.remove(tenant, 'ep_1');
      expect(await circuit()).toBeUndefined();
    });

    it('end when an operator enables their endpoint', async () => {
      const { directory, tenant, circuit } = setUp();
      const endpoint = anEndpoint({ tenant, id: 'ep_1' });
      await directory.save(endpoint);
      await directory.fail(tenant, 'ep_1', 1, AT);
      await directory.change(tenant, 'ep_1', { ratePerSecond: 1 });
      expect(await circuit()).toEqual(failed);
      await directory.change(tenant, 'ep_1', { state: { enabled: true, since: LATER } });
      expect(await circuit()).toBeUndefined();
    });

    it('end when the URL of their endpoint changes: its failures were of another one', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.save(anEndpoint({ tenant, id: 'ep_1' }));
      await directory.fail(tenant, 'ep_1', 1, AT);
      await directory.change(tenant, 'ep_1', { url: 'https://other.example.com/' });
      expect(await circuit()).toBeUndefined();
    });

    it('of other endpoints and tenants are left alone', async () => {
      const { directory, tenant, circuit } = setUp();
      await directory.fail(tenant, 'ep_1', 1, AT);
      await directory.fail(tenant, 'ep_2', 2, AT);
      await directory.close(aTenant(), 'ep_1');
      await directory.close(tenant, 'ep_2');
      expect(await circuit()).toEqual(failed);
    });
  });
}
