import fc from 'fast-check';
import { archivedFrom, archivedUpTo, archiveKey, archiveLine, archiveLink, breakAt, verifyArchived } from './archive';
import { type Head, type Link, NO_LINK, nextLink } from './link';
import { aChain, digest, KEPT_UNTIL, named, TENANT } from './testing/chain-model';

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

it('says of a line and of a notification that are not as they were what is wrong', () => {
  const [kind, subject] = ['archive.changed', `archive of ${TENANT}`];
  const noLink = [{ kind, subject, what: 'has a line that is no link of it' }];
  expect(verifyArchived('{', TENANT)).toEqual({ findings: noLink });
  expect(verifyArchived(archiveLine({ ...archived, notifications: [] }), TENANT).findings).toEqual(
    [...chain.records.keys()].map((each) => ({ kind, subject: each, what: 'is archived otherwise' })),
  );
});

it.each(['notifications', 'lost'])('is not believed where %s are no list', (name) => {
  expect(findings({ [name]: 'x' })).toEqual([`archive.changed archive of ${TENANT}`]);
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

it('has keys that sort by the number of their links', () => {
  expect(archiveKey('acme', 1, 20)).toBe('archive/acme/000000000001-000000000020.ndjson');
  expect(archivedUpTo('acme', 20)).toBe('archive/acme/000000000020~');
});

describe('breakAt', () => {
  const next = (last: Head): Link =>
    nextLink(last, { tenant: TENANT, entries: link.entries, at: link.at, keptUntil: KEPT_UNTIL });
  const third = next(next(link));
  const at = (one: Link, seq: number, last: Head) => breakAt(one, seq, { tenant: TENANT, last });

  it('finds nothing wrong with a link that follows', () => {
    expect([at(link, 1, NO_LINK), at(next(link), 2, link)]).toEqual([undefined, undefined]);
  });

  it('names the link that is gone', () => {
    const what = 'link 3 comes in its place';
    expect(at(third, 3, link)).toEqual({ kind: 'link.removed', subject: 'link 2', what });
  });

  it.each<[string, Link]>([
    ['whose number is not that of its key', third],
    ["that is another tenant's", nextLink(link, { ...next(link), tenant: 'other' })],
    ['whose hash is not of its contents', { ...next(link), at: 'x' }],
  ])('names a link %s', (_what, changed) => {
    const what = 'was changed before it was archived';
    expect(at(changed, 2, link)).toEqual({ kind: 'link.changed', subject: 'link 2', what });
  });

  it('names a link that does not follow from the one before', () => {
    const forked = next({ seq: 1, hash: 'other' });
    expect(at(forked, 2, link)).toEqual({ kind: 'link.unchained', subject: 'link 2', what: 'does not follow link 1' });
  });
});

it.each([
  [archiveKey('acme', 41, 60), 41],
  ['archive/acme/something-else', 0],
  ['archive/acme/', 0],
])('an object %s holds links from %i on, by its key', (key, first) => {
  expect(archivedFrom('acme', key)).toBe(first);
});
