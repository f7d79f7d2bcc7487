import { memoryAudit } from '../../memory/memory-audit';
import { acceptedEvent } from '../../ports/ledger';
import { aNotification } from '../../testing/factories';
import { recordInChain } from '../../testing/record-in-chain';
import { recordedSince } from './recorded-since';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));

/** A chain with a notification accepted in each minute, by its number. */
async function chainOf(minutes: readonly number[]) {
  const audit = memoryAudit();
  const events = minutes.map((minute) => {
    const notification = aNotification({ tenant: 'acme', data: { minute } });
    return acceptedEvent(notification, JSON.stringify(notification), at(minute));
  });
  for (const event of events) await recordInChain([event], audit);
  const minuteOf = (text: string) => JSON.parse(text).data.minute as number;
  const since = async (minute: number, { tenant = 'acme', now = at(60) } = {}) => {
    const found: number[] = [];
    const moment = at(minute).toISOString();
    for await (const page of recordedSince(tenant, moment, now, audit))
      found.push(...page.map(({ text }) => minuteOf(text)));
    return found;
  };
  return { audit, since };
}

const upTo = (count: number) => Array.from({ length: count }, (_, minute) => minute);

describe('records since a time', () => {
  it('begin with the first record accepted then, for any time, and end with the newest', async () => {
    const { since } = await chainOf(upTo(40));
    for (const minute of upTo(42)) expect(await since(minute)).toEqual(upTo(40).slice(minute));
  });

  it('are empty for a tenant without records', async () => {
    const { since } = await chainOf(upTo(3));
    expect(await since(0, { tenant: 'other' })).toEqual([]);
  });

  it.each([0, 350])(
    'are found by binary search in a long chain, of which the first %i links are gone',
    async (gone) => {
      const { audit, since } = await chainOf(upTo(600));
      for (let seq = 1; seq <= gone; seq++) audit.store.chains.get('acme')?.delete(seq);
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
      expect(read.length).toBeLessThan(90);
    },
  );

  it('are complete if a link was written by a process that had been frozen for most of an hour', async () => {
    const { since } = await chainOf([...upTo(60), 1, ...upTo(64).slice(60)]);
    for (const minute of [2, 30, 59, 61]) expect(await since(minute)).toEqual(upTo(64).slice(minute));
  });

  it('exclude records that expire within a day', async () => {
    const { since } = await chainOf(upTo(3));
    const daysLater = (days: number) => new Date(at(1).getTime() + days * 86_400_000);
    expect([await since(0, { now: daysLater(29) }), await since(0, { now: daysLater(30) })]).toEqual([[1, 2], []]);
  });

  it('exclude expired records, and continue after a removed link', async () => {
    const { audit, since } = await chainOf(upTo(10));
    const [expired] = [...audit.store.records.values()].filter(({ acceptedAt }) => acceptedAt === at(7).toISOString());
    audit.store.records.delete(expired?.id ?? '');
    audit.store.chains.get('acme')?.delete(9);
    expect(await since(5)).toEqual([5, 6, 9]);
  });
});
