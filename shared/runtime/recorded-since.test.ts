import { memoryAudit } from '../memory/memory-audit';
import { acceptedEvent } from '../ports/ledger';
import { aNotification } from '../testing/factories';
import { recordedSince } from './recorded-since';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));

/** A chain with a notification accepted in each minute, by its number. */
async function chainOf(minutes: readonly number[]) {
  const audit = memoryAudit();
  const events = minutes.map((minute) => {
    const notification = aNotification({ tenant: 'acme', data: { minute } });
    return acceptedEvent(notification, JSON.stringify(notification), at(minute));
  });
  for (const event of events) await audit.append([event]);
  const minuteOf = (text: string) => JSON.parse(text).data.minute as number;
  const since = async (minute: number, tenant = 'acme') => {
    const found: number[] = [];
    const moment = at(minute).toISOString();
    for await (const page of recordedSince(tenant, moment, audit))
      found.push(...page.map(({ text }) => minuteOf(text)));
    return found;
  };
  return { audit, since };
}

const upTo = (count: number) => Array.from({ length: count }, (_, minute) => minute);

describe('what was recorded since a moment', () => {
  it('begins with what was accepted then, whichever moment it is, and ends with the newest', async () => {
    const { since } = await chainOf(upTo(40));
    for (const minute of upTo(42)) expect(await since(minute)).toEqual(upTo(40).slice(minute));
  });

  it('is nothing of a tenant who has nothing', async () => {
    const { since } = await chainOf(upTo(3));
    expect(await since(0, 'other')).toEqual([]);
  });

  it('is found by reading few links of a long chain', async () => {
    const { audit, since } = await chainOf(upTo(600));
    const read: number[] = [];
    const { linksAt, links } = audit;
    audit.linksAt = (tenant, seqs) => {
      read.push(...seqs);
      return linksAt(tenant, seqs);
    };
    audit.links = async function* (tenant, after) {
      for await (const one of links(tenant, after)) {
        read.push(one.seq);
        yield one;
      }
    };
    expect(await since(590)).toHaveLength(10);
    expect(read.length).toBeLessThan(30);
  });

  it('is whole where clocks differ by less than a minute', async () => {
    const { since } = await chainOf([0, 2, 1, 3]);
    expect(await since(2)).toEqual([2, 3]);
  });

  it('leaves out what has expired, and reads on where a link was removed', async () => {
    const { audit, since } = await chainOf(upTo(10));
    const [expired] = [...audit.store.records.values()].filter(({ acceptedAt }) => acceptedAt === at(7).toISOString());
    audit.store.records.delete(expired?.id ?? '');
    audit.store.chains.get('acme')?.delete(9);
    expect(await since(5)).toEqual([5, 6, 9]);
  });
});
