import fc from 'fast-check';
import { archivedUpTo, archiveKey, archiveLine, archiveLink, verifyArchived } from './archive';
import type { Link } from './link';
import { aChain, digest, named, TENANT } from './testing/chain-model';

const chain = aChain([3]);
const link = chain.links.get(1) as Link;
const texts = new Map([...chain.records].map(([id, { text }]) => [id, text]));
const archived = archiveLink(link, texts, digest);
const [id = ''] = chain.records.keys();
const findings = (change: object) => named(verifyArchived(archiveLine({ ...archived, ...change }), TENANT).findings);

it('holds a link with its notifications, and no address or name', () => {
  expect(archived).toMatchObject({ link, lost: [] });
  expect(archived.notifications.map((notification) => notification.id)).toEqual([...chain.records.keys()]);
  expect(archiveLine(archived)).not.toMatch(/Ann|ann@/);
  expect(verifyArchived(archiveLine(archived), TENANT)).toEqual({ link, findings: [] });
});

it.each([
  ['gone', undefined],
  ['changed', '{"data":{}}'],
  ['no JSON', '{'],
])('says which notification was %s', (_what, text) => {
  const left = new Map(texts);
  if (text === undefined) left.delete(id);
  else left.set(id, text);
  const partial = archiveLink(link, left, digest);
  expect([partial.lost, partial.notifications.length]).toEqual([[id], 2]);
  expect(verifyArchived(archiveLine(partial), TENANT)).toEqual({ link, findings: [] });
});

it.each([
  ['is no JSON', '{'],
  ['is no link', '{"link":{}}'],
  ['holds a changed link', archiveLine({ ...archived, link: { ...link, at: 'x' } })],
])('is not believed where a line %s', (_what, line) => {
  const { link: believed, findings } = verifyArchived(line, TENANT);
  expect([believed, named(findings)]).toEqual([undefined, [`archive.changed archive of ${TENANT}`]]);
});

it('is not believed of another tenant', () => {
  expect(verifyArchived(archiveLine(archived), 'other').link).toBeUndefined();
});

it('names a notification that is changed, made readable or taken out', () => {
  const [first, ...others] = archived.notifications;
  expect(findings({ notifications: [{ ...first, data: {} }, ...others] })).toEqual([`archive.changed ${id}`]);
  expect(findings({ notifications: [JSON.parse(texts.get(id) ?? ''), ...others] })).toEqual([`archive.changed ${id}`]);
  expect(findings({ notifications: others })).toEqual([`archive.changed ${id}`]);
});

it('has keys that are found by the last link that is known', () => {
  const seqs = fc.integer({ min: 1, max: 2_000_000 });
  fc.assert(
    fc.property(seqs, seqs, seqs, (known, one, other) => {
      const [first, last] = [Math.min(one, other), Math.max(one, other)];
      expect(archiveKey(TENANT, first, last) > archivedUpTo(TENANT, known)).toBe(first > known);
    }),
  );
});
