import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { addressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { recordSeal } from '../../../shared/domain/audit-chain/record-seal';
import { memoryAnchorKey } from '../../../shared/memory/memory-anchor-key';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import { memoryAuditVault } from '../../../shared/memory/memory-audit-vault';
import { auditTenant } from '../../../shared/operations/audit/audit-tenant';
import type { ChainWriter } from '../../../shared/ports/audit-chain';
import type { AcceptedEvent } from '../../../shared/ports/ledger';
import { aRecord } from '../../../shared/testing/factories';
import { anEvent, at } from '../../../shared/testing/ledger/ledger-fixtures';
import { chainPorts } from '../../../shared/testing/record-in-chain';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { linkBatch } from './link-batch';
import { retryLinks } from './retry-links';
import { type RetryQueue, writeRetryMessage } from './retry-message';

const digest = addressDigest(new Uint8Array(32));

const EXPIRES_AT = Date.parse(at(0)) / 1000 + 30 * 86_400;

/** An event as in the developer guide: "Tutorial: Using AWS Lambda with Amazon DynamoDB streams". */
const streamed = ({ id, tenant, type, text, acceptedAt }: AcceptedEvent, n: number, seal?: string): DynamoDBRecord => ({
  eventID: `e${n}`,
  eventName: 'INSERT',
  dynamodb: {
    Keys: { pk: { S: id }, sk: { S: 'E' } },
    NewImage: {
      pk: { S: id },
      sk: { S: 'E' },
      id: { S: id },
      tenant: { S: tenant },
      type: { S: type },
      text: { S: text },
      acceptedAt: { S: acceptedAt },
      expiresAt: { N: String(EXPIRES_AT) },
      seal: { S: seal ?? recordSeal({ text, acceptedAt, expiresAt: EXPIRES_AT }, digest) },
    },
    ApproximateCreationDateTime: Math.floor(Date.parse(acceptedAt) / 1000),
    SequenceNumber: String(n),
    StreamViewType: 'NEW_IMAGE',
  },
});

/** A queue that fails, so that Lambda retries the batch. */
const unreachable: RetryQueue = { send: () => Promise.reject(new Error('no queue')) };

/** The function's environment: records of the table, a chain that may fail, and an audit. */
function world(over: (chain: ChainWriter) => Partial<ChainWriter> = () => ({}), retries = unreachable) {
  const audit = memoryAudit(digest);
  const log = recordingLogger();
  const ports = { ...chainPorts({ ...audit, ...over(audit) }, at(10)), digest, log, retries };
  const accept = async (tenants: readonly string[]): Promise<DynamoDBRecord[]> => {
    const events = tenants.map((tenant) => anEvent({ tenant }));
    for (const event of events) await audit.accept(event);
    return events.map((event, n) => streamed(event, n + 1));
  };
  const findings = async (tenant: string) => {
    const around = { reader: audit, vault: memoryAuditVault(), key: memoryAnchorKey(), digest };
    return (await auditTenant(tenant, around, new Date(at(86_400)))).findings;
  };
  const links = (tenant: string) =>
    [...(audit.store.chains.get(tenant)?.values() ?? [])].map(({ entries }) => entries.length);
  return {
    audit,
    log,
    ports,
    accept,
    findings,
    links,
    handle: (Records: DynamoDBRecord[]) => linkBatch({ Records }, ports),
  };
}

const failures = (...numbers: number[]) => ({
  batchItemFailures: numbers.map((n) => ({ itemIdentifier: String(n) })),
});

test('a batch is one link for each tenant, and the log says how late it is', async () => {
  const { accept, handle, links, findings, log } = world();
  expect(await handle(await accept(['acme', 'other', 'acme']))).toEqual(failures());
  expect([links('acme'), links('other')]).toEqual([[2], [1]]);
  expect([await findings('acme'), await findings('other')]).toEqual([[], []]);
  const counted = { records: 3, tenants: 2, failed: 0, lagMs: 10_000 };
  expect(log.lines).toEqual([expect.objectContaining({ event: 'linked', fields: counted })]);
});

test('a batch of nothing is nothing', async () => {
  const { handle, log } = world();
  expect(await handle([])).toEqual(failures());
  expect(log.lines).toMatchObject([{ fields: { records: 0, lagMs: 0 } }]);
});

test('where one tenant fails, its first record comes back, and nothing is linked twice when it does', async () => {
  let isDown = true;
  const { accept, handle, links, findings } = world((chain) => ({
    put: async (link) => {
      if (isDown && link.tenant === 'acme') throw new Error('throttled');
      return chain.put(link);
    },
  }));
  const batch = await accept(['other', 'acme', 'other', 'acme']);
  expect(await handle(batch)).toEqual(failures(2));
  isDown = false;
  expect(await handle(batch.slice(1))).toEqual(failures());
  expect([links('acme'), links('other')]).toEqual([[2], [2]]);
  expect(await findings('acme')).toEqual([]);
});

test('a tenant whose link cannot be stored waits in a queue, and blocks no other tenant', async () => {
  const bodies: string[] = [];
  let isDown = true;
  const retries = { send: async (body: string) => void bodies.push(body) };
  const { accept, handle, links, findings, ports } = world(
    (chain) => ({
      put: async (link) => {
        if (isDown && link.tenant === 'acme') throw new Error('throttled');
        return chain.put(link);
      },
    }),
    retries,
  );
  expect(await handle(await accept(['acme', 'other', 'acme']))).toEqual(failures());
  expect([links('acme'), links('other')]).toEqual([[], [1]]);
  isDown = false;
  const Records = bodies.map((body) => aRecord({ body, attributes: {} }));
  const invocation = { remainingMs: () => 60_000 };
  expect(await retryLinks({ Records }, { ...ports, sleep: () => new Promise(() => undefined) }, invocation)).toEqual(
    failures(),
  );
  expect(links('acme')).toEqual([2]);
  expect(await findings('acme')).toEqual([]);
});

test.each([
  ['without a seal', (body: string) => JSON.stringify({ ...JSON.parse(body), seal: '' })],
  ['changed after it was sealed', (body: string) => body.replace('acme', 'evil')],
  ['that is none', () => '{'],
])('a message of the queue %s comes back until it is dead-lettered, and links nothing', async (_what, forge) => {
  const { ports, audit } = world();
  const body = forge(writeRetryMessage({ tenant: 'acme', records: [] }, digest));
  const Records = [{ ...aRecord({ body, attributes: {} }), messageId: 'm1' }];
  const never = { ...ports, sleep: () => new Promise(() => undefined) };
  expect(await retryLinks({ Records }, never, { remainingMs: () => 60_000 })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }],
  });
  expect(audit.store.chains.size).toBe(0);
});

test('a change in the stream does not count as a record', async () => {
  const { accept, handle, links } = world();
  const [record] = (await accept(['acme'])) as [DynamoDBRecord];
  await handle([{ ...record, eventName: 'MODIFY' }]);
  expect(links('acme')).toEqual([]);
});

test('a link takes retention from the sealed record, and not from the stream', async () => {
  const { accept, handle, audit, links } = world();
  const [record, other] = (await accept(['acme', 'acme'])) as [DynamoDBRecord, DynamoDBRecord];
  const { ApproximateCreationDateTime, ...dynamodb } = record.dynamodb ?? {};
  const sooner = { ...other.dynamodb, NewImage: { ...other.dynamodb?.NewImage, expiresAt: { N: '1' } } };
  await handle([
    { ...record, dynamodb },
    { ...other, dynamodb: sooner },
  ]);
  expect([links('acme'), audit.store.chains.get('acme')?.get(1)?.keptUntil]).toEqual([[1], EXPIRES_AT]);
});

test('without the key of seals no record can be verified: the whole batch is retried', async () => {
  const { accept, ports } = world();
  const noKey = () => {
    throw new Error('no key');
  };
  const Records = await accept(['acme']);
  await expect(linkBatch({ Records }, { ...ports, digest: noKey })).rejects.toThrow('no key');
});

test.each<[string, (event: AcceptedEvent) => DynamoDBRecord]>([
  ['without a seal', (event) => streamed(event, 1, '')],
  [
    'with the seal of another',
    (event) => streamed(event, 1, recordSeal({ text: '{}', acceptedAt: at(0), expiresAt: EXPIRES_AT }, digest)),
  ],
  [
    'under another key',
    (event) => ({
      dynamodb: {
        ...streamed(event, 1).dynamodb,
        NewImage: { ...streamed(event, 1).dynamodb?.NewImage, pk: { S: 'C#acme' } },
      },
    }),
  ],
  [
    'of another tenant',
    (event) => ({
      dynamodb: {
        ...streamed(event, 1).dynamodb,
        NewImage: { ...streamed(event, 1).dynamodb?.NewImage, tenant: { S: 'other' } },
      },
    }),
  ],
  ['without an image', () => ({ dynamodb: { SequenceNumber: '1' } })],
  [
    'with numbers for texts',
    (event) => ({
      ...streamed(event, 1),
      dynamodb: { ...streamed(event, 1).dynamodb, NewImage: { text: { N: '1' } } },
    }),
  ],
  ['with nothing', () => ({})],
])('a record %s is logged and not linked, and blocks no other record', async (_what, forge) => {
  const { accept, handle, links, log } = world();
  const [honest] = await accept(['acme']);
  expect(await handle([forge(anEvent({ tenant: 'acme' })), honest as DynamoDBRecord])).toEqual(failures());
  expect(links('acme')).toEqual([1]);
  expect(log.lines.filter(({ event }) => event === 'audit_record_not_linkable')).toHaveLength(1);
});

test('a record that was removed and put again is linked once in a batch', async () => {
  const { accept, handle, links } = world();
  const [record] = (await accept(['acme'])) as [DynamoDBRecord];
  await handle([record, { ...record, dynamodb: { ...record.dynamodb, SequenceNumber: '2' } }]);
  expect(links('acme')).toEqual([1]);
});

describe('whatever fails, comes twice or overtakes', () => {
  /** Fault injection: a write fails before or after it is stored. */
  const fates = fc.array(fc.constantFrom('stored', 'lost', 'unknown'), { minLength: 1, maxLength: 40 });
  const shards = fc.array(fc.array(fc.constantFrom('acme', 'other', 'third'), { maxLength: 12 }), {
    minLength: 1,
    maxLength: 4,
  });

  test('every record is linked, the chains are whole, and nothing is linked twice', async () => {
    await fc.assert(
      fc.asyncProperty(shards, fates, fc.scheduler(), async (tenantsByShard, fate, scheduler) => {
        let calls = 0;
        const it = world((chain) => ({
          latest: (tenant, count) => scheduler.schedule(Promise.resolve()).then(() => chain.latest(tenant, count)),
          put: async (link) => {
            await scheduler.schedule(Promise.resolve());
            const what = fate[calls++] ?? 'stored';
            if (what === 'lost') throw new Error('not stored');
            const isStored = await chain.put(link);
            if (what === 'unknown') throw new Error('nobody knows');
            return isStored;
          },
        }));
        const batches = await Promise.all(tenantsByShard.map((tenants) => it.accept(tenants)));
        const done = Promise.all(batches.map((batch) => drain(batch, it.handle)));
        await scheduler.waitFor(done);
        for (const tenant of ['acme', 'other', 'third']) {
          expect(await it.findings(tenant)).toEqual([]);
          const count = tenantsByShard.flat().filter((each) => each === tenant).length;
          expect(it.links(tenant).reduce((sum, each) => sum + each, 0)).toBe(count);
        }
      }),
    );
  });

  /** Retries like Lambda: from the first failed record of the shard on, until all succeed. */
  async function drain(batch: DynamoDBRecord[], handle: ReturnType<typeof world>['handle']): Promise<void> {
    let rest = batch;
    while (rest.length > 0) {
      const { batchItemFailures } = await handle(rest);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const first = rest.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''));
      rest = first < 0 ? [] : rest.slice(first);
    }
  }
});
