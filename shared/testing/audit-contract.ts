import { ulid } from 'ulid';
import type { AddressDigest } from '../domain/audit-chain/address-digest';
import type { Finding } from '../domain/audit-chain/finding';
import { recorded } from '../domain/audit-chain/record-digest';
import { eraseRecipient } from '../domain/audit-chain/redact';
import { chainVerifier } from '../domain/audit-chain/verify-chain';
import type { Notification } from '../domain/notification/notification';
import type { AuditChain, AuditReader, StoredLink } from '../ports/audit-chain';
import type { AcceptedEvent } from '../ports/ledger';
import { aTenant } from './factories';
import { HOSTILE_IDS } from './hostile-ids';
import { anEvent, at, CLAIMANTS } from './ledger/ledger-fixtures';

export interface AuditUnderTest {
  /** A writer that knows nothing yet: a function that was just started. Writers share what they write to. */
  readonly newWriter: () => AuditChain;
  readonly reader: AuditReader;
  /** As the writers digest addresses. */
  readonly digest: () => Promise<AddressDigest>;
  /** Puts a record in the place of the one with its id, as the erasure of an address does. */
  readonly replaceText: (id: string, text: string) => Promise<void>;
}

const ACCEPTED = { kind: 'accepted' };
const KNOWN = { kind: 'known' };
const conflict = (...differences: string[]) => ({ kind: 'conflict', differences });

/** What every audit chain does, in whatever it keeps its links. Uses tenants of its own, so that a table may be shared. */
export function describeAuditContract(name: string, makeAudit: () => AuditUnderTest): void {
  const written = async (tenant: string, { reader }: AuditUnderTest): Promise<readonly StoredLink[]> =>
    all(reader.links(tenant, 0));
  const sizes = (links: readonly StoredLink[]) => links.map(({ link }) => link.entries.length);

  async function audited(tenant: string, { reader, digest }: AuditUnderTest): Promise<readonly Finding[]> {
    const key = await digest();
    const records = new Map((await all(reader.scan(tenant))).map((record) => [record.id, recorded(record, key)]));
    const verifier = chainVerifier({ tenant, anchored: new Map(), now: 0 });
    const links = await all(reader.links(tenant, 0));
    const page = { records, links: new Map(links.map(({ seq, link }) => [seq, link])) };
    return [...links.flatMap((place) => verifier.visit(place, page)), ...verifier.end(), ...verifier.inspect(page)];
  }

  describe(`${name}, as an audit chain`, () => {
    it('records a batch in one link, which follows the one before', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const writer = audit.newWriter();
      const events = Array.from({ length: 10 }, () => anEvent({ tenant }));
      expect(await writer.append(events)).toEqual(Array(10).fill(ACCEPTED));
      expect(await writer.append([anEvent({ tenant, acceptedAt: at(5) })])).toEqual([ACCEPTED]);
      const [first, second, ...others] = await written(tenant, audit);
      expect(others).toEqual([]);
      expect(first?.link.entries.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(first?.link).toMatchObject({ seq: 1, previous: '', tenant, at: at(0) });
      expect(second?.link).toMatchObject({ seq: 2, previous: first?.link.hash, at: at(5) });
      expect(await audit.reader.head(tenant)).toEqual({ seq: 2, hash: second?.link.hash });
      expect(await audited(tenant, audit)).toEqual([]);
    });

    it('has no head and no link of a tenant that nothing was recorded of', async () => {
      const { reader } = makeAudit();
      const tenant = aTenant();
      expect([await reader.head(tenant), await all(reader.links(tenant, 0))]).toEqual([undefined, []]);
    });

    it('lists every tenant, once', async () => {
      const { newWriter, reader } = makeAudit();
      const tenants = [aTenant(), aTenant()];
      for (const tenant of [...tenants, ...tenants]) await newWriter().append([anEvent({ tenant })]);
      const listed = (await all(reader.tenants())).filter((tenant) => tenants.includes(tenant));
      expect(listed.toSorted()).toEqual(tenants.toSorted());
    });

    it('reads on from any link, and records by their ids', async () => {
      const { newWriter, reader } = makeAudit();
      const tenant = aTenant();
      const events = [anEvent({ tenant }), anEvent({ tenant }), anEvent({ tenant })];
      for (const event of events) await newWriter().append([event]);
      const later = await all(reader.links(tenant, 1));
      expect(later.map(({ seq }) => seq)).toEqual([2, 3]);
      const ids = events.map(({ id }) => id);
      // A link that was tampered with may list anything, and must not end the audit that is to name it.
      const tampered = [...HOSTILE_IDS, 4711 as unknown as string];
      const records = await reader.records([ulid(), ...tampered, ...ids, ...ids]);
      const expected = events.map((event, index) => ({ ...event, seq: index + 1 }));
      expect(records.toSorted((left, right) => left.seq - right.seq)).toEqual(expected);
    });

    it('records nothing of a batch with an id that could be another key', async () => {
      const audit = makeAudit();
      const event = anEvent();
      for (const id of HOSTILE_IDS) {
        const batch = [event, { ...event, id }];
        await expect(audit.newWriter().append(batch)).rejects.toMatchObject({ code: 'ledger.id.malformed' });
      }
      expect(await written(event.tenant, audit)).toEqual([]);
    });

    it('reads links by their numbers, as many as there are, each once', async () => {
      const { newWriter, reader } = makeAudit();
      const tenant = aTenant();
      for (let n = 0; n < 120; n++) await newWriter().append([anEvent({ tenant })]);
      const stored = await all(reader.links(tenant, 0));
      const asked = [999_999_999_999_999, 7, 7, ...stored.map(({ seq }) => seq)];
      const read = await reader.linksAt(tenant, asked);
      expect(read.toSorted((left, right) => left.seq - right.seq)).toEqual(stored);
      expect([await reader.linksAt(aTenant(), [1]), await reader.linksAt(tenant, [])]).toEqual([[], []]);
    });

    it('knows what it has, and makes no link for it', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const [known, added] = [anEvent({ tenant }), anEvent({ tenant })];
      await audit.newWriter().append([known]);
      const writer = audit.newWriter();
      expect(await writer.append([known])).toEqual([KNOWN]);
      expect(await writer.append([known, added, added])).toEqual([KNOWN, ACCEPTED, KNOWN]);
      expect(sizes(await written(tenant, audit))).toEqual([1, 1]);
      expect(await audited(tenant, audit)).toEqual([]);
    });

    it.each<[string, Partial<Notification>]>([
      ['another time', { time: '2027-01-01T00:00:00Z' }],
      ['another trace', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
      ['the severity that is the default', { severity: 'info' }],
      ['an address in another case', { recipients: 'Ann <ANN@example.com>' }],
    ])('knows the same content with %s', async (_what, content) => {
      const { newWriter } = makeAudit();
      const event = anEvent();
      await newWriter().append([event]);
      const text = JSON.stringify({ ...JSON.parse(event.text), ...content });
      expect(await newWriter().append([{ ...event, text }])).toEqual([KNOWN]);
    });

    it.each<[string, Partial<Notification>]>([
      ['/data/order', { data: { order: 'other' } }],
      ['/recipients', { recipients: 'Ann <bob@example.com>' }],
      ['/severity', { severity: 'critical' }],
      ['/tenant', { tenant: 'somebody-else' }],
    ])('says that a conflict is at %s, and keeps the first', async (place, content) => {
      const audit = makeAudit();
      const event = anEvent();
      await audit.newWriter().append([event]);
      const text = JSON.stringify({ ...JSON.parse(event.text), ...content });
      const other = { ...event, text, tenant: content.tenant ?? event.tenant };
      expect(await audit.newWriter().append([other, anEvent({ tenant: other.tenant })])).toEqual([
        conflict(place),
        ACCEPTED,
      ]);
      expect(await audit.reader.records([event.id])).toEqual([{ ...event, seq: 1 }]);
      expect(await audited(event.tenant, audit)).toEqual([]);
    });

    it('knows what is the same, and that it verifies, after an address of it was erased', async () => {
      const audit = makeAudit();
      const event = anEvent();
      await audit.newWriter().append([event]);
      const erased = eraseRecipient(JSON.parse(event.text), 'ann@example.com', await audit.digest());
      await audit.replaceText(event.id, JSON.stringify(erased));
      expect(await audit.newWriter().append([event])).toEqual([KNOWN]);
      expect(await audited(event.tenant, audit)).toEqual([]);
    });

    it('splits what one transaction cannot hold', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const events = Array.from({ length: 120 }, () => anEvent({ tenant }));
      expect(await audit.newWriter().append(events)).toEqual(Array(120).fill(ACCEPTED));
      expect(sizes(await written(tenant, audit))).toEqual([98, 22]);
      expect(await audited(tenant, audit)).toEqual([]);
    });

    it('grows by a writer that remembers an old head', async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const writers = [audit.newWriter(), audit.newWriter()];
      for (const writer of [...writers, ...writers, ...writers]) await writer.append([anEvent({ tenant })]);
      expect(sizes(await written(tenant, audit))).toEqual(Array(6).fill(1));
      expect(await audited(tenant, audit)).toEqual([]);
    });

    it(`has no gap and no fork when ${CLAIMANTS} writers come at once, each event in one link`, async () => {
      const audit = makeAudit();
      const tenant = aTenant();
      const shared = anEvent({ tenant });
      const batches = Array.from({ length: CLAIMANTS }, () => [anEvent({ tenant }), shared]);
      const answers = await Promise.all(batches.map((batch) => audit.newWriter().append(batch)));
      const [own, ofShared] = [answers.map(([first]) => first?.kind), answers.map(([, second]) => second?.kind)];
      expect(own).toEqual(Array(CLAIMANTS).fill('accepted'));
      expect(ofShared.toSorted()).toEqual(['accepted', ...Array(CLAIMANTS - 1).fill('known')]);
      const links = await written(tenant, audit);
      expect(links.map(({ seq }) => seq)).toEqual(Array.from({ length: CLAIMANTS }, (_, index) => index + 1));
      const listed = links.flatMap(({ link }) => link.entries.map(({ id }) => id));
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
