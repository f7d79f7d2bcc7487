import { ulid } from 'ulid';
import { appendRecords } from '../../handlers/functions/audit-chain/append-records';
import type { AddressDigest } from '../domain/audit-chain/address-digest';
import type { Finding } from '../domain/audit-chain/finding';
import type { Link } from '../domain/audit-chain/link';
import { recorded } from '../domain/audit-chain/record-digest';
import { recordSeal } from '../domain/audit-chain/record-seal';
import { eraseRecipient } from '../domain/audit-chain/redact';
import { chainVerifier } from '../domain/audit-chain/verify-chain';
import type { Notification } from '../domain/notification/notification';
import type { AuditReader, AuditRecord, ChainWriter, StoredLink } from '../ports/audit-chain';
import type { AcceptedEvent, EventLedger } from '../ports/ledger';
import { aTenant } from './factories';
import { HOSTILE_IDS } from './hostile-ids';
import { anEvent, at, CLAIMANTS } from './ledger/ledger-fixtures';
import { chainPorts, insertedOf } from './record-in-chain';

export interface AuditUnderTest {
  readonly ledger: EventLedger;
  readonly chain: ChainWriter;
  readonly reader: AuditReader;
  /** Digest of addresses, as the writers compute it. */
  readonly digest: () => Promise<AddressDigest>;
  /** Replaces the record with the same id, like the erasure of an address. */
  readonly replace: (record: AuditRecord) => Promise<void>;
}

const ACCEPTED = { kind: 'accepted' };
const KNOWN = { kind: 'known' };
const conflict = (...differences: string[]) => ({ kind: 'conflict', differences });

/** Contract of every audit, whatever its storage. Uses its own tenants, so that a table may be shared. */
export function describeAuditContract(name: string, makeAudit: () => AuditUnderTest): void {
  const written = async (tenant: string, { reader }: AuditUnderTest): Promise<readonly StoredLink[]> =>
    all(reader.links(tenant, 0));

  const acceptAll = (events: readonly AcceptedEvent[], { ledger }: AuditUnderTest) =>
    Promise.all(events.map((event) => ledger.accept(event)));

  /** Links these events, as `audit-chain` does when the stream reports them. */
  async function link(events: readonly AcceptedEvent[], { chain, digest }: AuditUnderTest, now = at(0)): Promise<void> {
    const key = await digest();
    const [{ tenant }] = events as readonly [AcceptedEvent];
    await appendRecords(
      tenant,
      events.map((event) => insertedOf(event, key)),
      chainPorts(chain, now),
    );
  }

  async function record(events: readonly AcceptedEvent[], audit: AuditUnderTest, now = at(0)) {
    const answers = await acceptAll(events, audit);
    await link(events, audit, now);
    return answers;
  }

  async function audited(tenant: string, { reader, digest }: AuditUnderTest): Promise<readonly Finding[]> {
    const key = await digest();
    const ids = await all(reader.scan(tenant));
    const records = new Map((await reader.records(ids)).map((one) => [one.id, recorded(one, key)]));
    const verifier = chainVerifier({ tenant, anchored: new Map(), now: Date.parse(at(86_400)) / 1000 });
    for (const id of ids) verifier.meet(id);
    const links = await written(tenant, { reader } as AuditUnderTest);
    const visited = links.flatMap((place) => verifier.visit(place, records));
    const unlisted = [...verifier.unlisted()].flatMap((id) => verifier.inspect(id, records.get(id)));
    return [...visited, ...verifier.end(), ...unlisted];
  }

  describe(`${name}, as an audit`, () => {
    it('lists accepted notifications in a link, which follows the previous one', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const events = Array.from({ length: 10 }, (_, n) => anEvent({ tenant, acceptedAt: at(n) }));
      expect(await record(events, audit, at(12))).toEqual(Array(10).fill(ACCEPTED));
      expect(await record([anEvent({ tenant, acceptedAt: at(15) })], audit, at(20))).toEqual([ACCEPTED]);
      const [first, second, ...others] = await written(tenant, audit);
      expect(others).toEqual([]);
      expect(first?.link.entries.map(({ id, at }) => [id, at])).toEqual(
        events.map(({ id, acceptedAt }) => [id, acceptedAt]),
      );
      expect(first?.link).toMatchObject({ seq: 1, previous: '', tenant, at: at(12) });
      expect(second?.link).toMatchObject({ seq: 2, previous: first?.link.hash, at: at(20) });
      expect(await audit.reader.head(tenant)).toEqual({ seq: 2, hash: second?.link.hash });
      expect(await audited(tenant, audit)).toEqual([]);
    });

    it('has no head and no link of a tenant without records', async () => {
      const { reader, chain } = makeAudit();
      const tenant = aTenant();
      expect([await reader.head(tenant), await all(reader.links(tenant, 0)), await chain.latest(tenant, 5)]).toEqual([
        undefined,
        [],
        [],
      ]);
    });

    it('lists every tenant, once', async () => {
      const audit = makeAudit();
      const tenants = [aTenant(), aTenant()];
      for (const tenant of [...tenants, ...tenants]) await record([anEvent({ tenant })], audit);
      const listed = (await all(audit.reader.tenants())).filter((tenant) => tenants.includes(tenant));
      expect(listed.toSorted()).toEqual(tenants.toSorted());
      const [first, second] = tenants.toSorted();
      const [next] = await all(audit.reader.tenants(first));
      expect(next).toBe(second);
    });

    it('reads links after any number, the latest ones, and records by their ids', async () => {
      const audit = makeAudit();
      const { reader, chain } = audit;
      const tenant = aTenant();
      const events = [anEvent({ tenant }), anEvent({ tenant }), anEvent({ tenant })];
      for (const event of events) await record([event], audit);
      const seqs = (links: readonly StoredLink[]) => links.map(({ seq }) => seq);
      expect(seqs(await all(reader.links(tenant, 1)))).toEqual([2, 3]);
      expect(seqs(await chain.latest(tenant, 2))).toEqual([3, 2]);
      const ids = events.map(({ id }) => id);
      // A tampered link may list any value, and must not crash the audit that reports it.
      const tampered = [...HOSTILE_IDS, 4711 as unknown as string];
      const records = await reader.records([ulid(), ...tampered, ...ids, ...ids]);
      const byId = (left: AcceptedEvent, right: AcceptedEvent) => left.id.localeCompare(right.id);
      const expected = events.map((event) => ({
        ...event,
        seal: expect.stringMatching(/^[0-9a-f]{64}$/),
        expiresAt: expect.any(Number),
      }));
      expect(records.toSorted(byId)).toEqual(expected.toSorted(byId));
      expect((await all(reader.scan(tenant))).toSorted()).toEqual(ids.toSorted());
    });

    it('lists records accepted since a moment, linked or not', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const events = [0, 1, 2].map((second) => anEvent({ tenant, acceptedAt: at(second) }));
      const [linked, ...waiting] = events as [AcceptedEvent, ...AcceptedEvent[]];
      await record([linked], audit);
      for (const event of [...waiting, anEvent({ acceptedAt: at(1) })]) await audit.ledger.accept(event);
      const since = async (moment: string) =>
        (await audit.reader.acceptedSince(tenant, moment))?.toSorted((left, right) =>
          left.acceptedAt < right.acceptedAt ? -1 : 1,
        );
      const times = events.map(({ id, acceptedAt }) => ({ id, acceptedAt }));
      expect([await since(at(0)), await since(at(1))]).toEqual([times, times.slice(1)]);
    });

    it('records nothing under an id that could be another key', async () => {
      const { ledger } = makeAudit();
      for (const id of HOSTILE_IDS) {
        await expect(ledger.accept(anEvent({ id }))).rejects.toMatchObject({ code: 'ledger.id.malformed' });
      }
    });

    it('reads existing links by their numbers, each once', async () => {
      const audit = makeAudit();
      const { reader, chain } = audit;
      const tenant = aTenant();
      for (let n = 0; n < 120; n++) await link([anEvent({ tenant })], audit);
      const stored = await all(reader.links(tenant, 0));
      const asked = [999_999_999_999_999, 7, 7, ...stored.map(({ seq }) => seq)];
      const read = await reader.linksAt(tenant, asked);
      expect(read.toSorted((left, right) => left.seq - right.seq)).toEqual(stored);
      expect([await reader.linksAt(aTenant(), [1]), await reader.linksAt(tenant, [])]).toEqual([[], []]);
      expect(await chain.latest(tenant, 25)).toEqual(stored.toReversed().slice(0, 25));
    });

    it('recognises a recorded notification', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const [known, added] = [anEvent({ tenant }), anEvent({ tenant })];
      expect(await acceptAll([known], audit)).toEqual([ACCEPTED]);
      expect(await acceptAll([known, added], audit)).toEqual([KNOWN, ACCEPTED]);
      await link([known, added], audit);
      expect(await audited(tenant, audit)).toEqual([]);
    });

    it.each<[string, Partial<Notification>]>([
      ['another time', { time: '2027-01-01T00:00:00Z' }],
      ['another trace', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
      ['the severity that is the default', { severity: 'info' }],
      ['an address in another case', { recipients: 'Ann <ANN@example.com>' }],
    ])('recognises the same content with %s', async (_what, content) => {
      const { ledger } = makeAudit();
      const event = anEvent();
      await ledger.accept(event);
      const text = JSON.stringify({ ...JSON.parse(event.text), ...content });
      expect(await ledger.accept({ ...event, text })).toEqual(KNOWN);
    });

    it.each<[string, Partial<Notification>]>([
      ['/data/order', { data: { order: 'other' } }],
      ['/recipients', { recipients: 'Ann <bob@example.com>' }],
      ['/severity', { severity: 'critical' }],
      ['/tenant', { tenant: 'somebody-else' }],
    ])('reports a conflict at %s, and keeps the first content', async (place, content) => {
      const audit = makeAudit();
      const event = anEvent();
      await record([event], audit);
      const [before] = await audit.reader.records([event.id]);
      const text = JSON.stringify({ ...JSON.parse(event.text), ...content });
      expect(await audit.ledger.accept({ ...event, text, tenant: content.tenant ?? event.tenant })).toEqual(
        conflict(place),
      );
      expect(await audit.reader.records([event.id])).toEqual([before]);
      expect(await audited(event.tenant, audit)).toEqual([]);
    });

    it('recognises the same content, and verifies it, after an address was erased', async () => {
      const audit = makeAudit();
      const event = anEvent();
      await record([event], audit);
      const digest = await audit.digest();
      const [before] = (await audit.reader.records([event.id])) as [AuditRecord & { expiresAt: number }];
      const erased = {
        ...before,
        text: JSON.stringify(eraseRecipient(JSON.parse(event.text), 'ann@example.com', digest)),
      };
      await audit.replace({ ...erased, seal: recordSeal(erased, digest) });
      expect(await audit.ledger.accept(event)).toEqual(KNOWN);
      expect(await audited(event.tenant, audit)).toEqual([]);
    });

    it('links a thousand at once', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      await link(
        Array.from({ length: 1_000 }, () => anEvent({ tenant })),
        audit,
      );
      expect((await written(tenant, audit)).map(({ link: { entries } }) => entries.length)).toEqual([1_000]);
    });

    it('links a repeated record once', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const events = Array.from({ length: 3 }, () => anEvent({ tenant }));
      await record(events, audit);
      await link([...events.slice(1), anEvent({ tenant })], audit);
      expect((await written(tenant, audit)).map(({ link: { entries } }) => entries.length)).toEqual([3, 1]);
    });

    it('never replaces a link', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      await record([anEvent({ tenant })], audit);
      const [stored] = await written(tenant, audit);
      expect(await audit.chain.put({ ...(stored?.link as Link), at: at(5) })).toBe(false);
      expect(await written(tenant, audit)).toEqual([stored]);
    });

    it(`has no gap and no fork when ${CLAIMANTS} writers come at once, each record in one link`, async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const shared = anEvent({ tenant });
      const batches = Array.from({ length: CLAIMANTS }, () => [anEvent({ tenant }), shared]);
      await acceptAll([...batches.map(([own]) => own as AcceptedEvent), shared], audit);
      await Promise.all(batches.map((batch) => link(batch, audit)));
      const links = await written(tenant, audit);
      expect(links.map(({ seq }) => seq)).toEqual(Array.from({ length: CLAIMANTS }, (_, index) => index + 1));
      const listed = links.flatMap(({ link: { entries } }) => entries.map(({ id }) => id));
      expect(listed.toSorted()).toEqual(
        [...batches.map(([event]) => (event as AcceptedEvent).id), shared.id].toSorted(),
      );
      expect(await audited(tenant, audit)).toEqual([]);
    });
  });
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
