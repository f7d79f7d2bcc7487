import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import {
  type Anchor,
  anchorHash,
  anchorKey,
  anchorText,
  headsOf,
  nextAnchor,
  type StoredAnchor,
  verifyAnchors,
} from './anchor';
import { named } from './testing/chain-model';
import { signatureVerifier } from './verify-signature';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const trust = { key: 'arn', verify: signatureVerifier(pair.publicKey.export({ format: 'der', type: 'spki' })) };

const signed = (anchor: Anchor, { privateKey } = pair, key = 'arn'): StoredAnchor => {
  const signature = sign('sha256', Buffer.from(anchorText(anchor)), privateKey).toString('base64');
  return { key: anchorKey(anchor.n), text: JSON.stringify({ anchor, key, signature }) };
};
const heads = (seq: number, tenants = ['acme', 'other']) =>
  new Map(tenants.map((tenant) => [tenant, { seq, hash: `hash-${seq}` }]));
const first = nextAnchor(undefined, heads(1), '2026-11-21T00:00:00Z');
const second = nextAnchor(first, heads(2), '2026-11-22T00:00:00Z');
const third = nextAnchor(second, heads(3), '2026-11-23T00:00:00Z');
const anchors = [first, second, third];
const findings = (...stored: readonly StoredAnchor[]) => named(verifyAnchors(stored, trust).findings);

describe('nextAnchor', () => {
  it('begins with the first, and is bound to the one before, with tenants in order', () => {
    const at = '2026-11-24T00:00:00Z';
    const [acme, other] = [
      { seq: 4, hash: 'a' },
      { seq: 5, hash: 'b' },
    ];
    const ends = new Map([
      ['other', other],
      ['acme', acme],
    ]);
    const expected = [
      { tenant: 'acme', ...acme },
      { tenant: 'other', ...other },
    ];
    expect(nextAnchor(undefined, ends, at)).toEqual({ n: 1, at, previous: '', heads: expected });
    expect(nextAnchor(third, ends, at)).toEqual({ n: 4, at, previous: anchorHash(third), heads: expected });
    expect(nextAnchor(undefined, new Map([...ends].toReversed()), at).heads).toEqual(expected);
  });

  it('has a key that sorts by its number, and a text that names everything it says', () => {
    expect(anchorKey(12)).toBe('anchors/00000012.json');
    expect(JSON.parse(anchorText(first))).toEqual(first);
    expect([headsOf(undefined), headsOf(first)]).toEqual([new Map(), heads(1)]);
  });
});

describe('verifyAnchors', () => {
  it.each<[string, object]>([
    ['heads', { anchor: { ...second, heads: 'x' } }],
    ['a number', { anchor: { ...second, n: '2' } }],
    ['a key', { key: 7 }],
    ['a signature', { signature: 7 }],
  ])('says of one without %s that it is none', (_what, change) => {
    const { key, text } = signed(second);
    const stored = { key, text: JSON.stringify({ ...JSON.parse(text), ...change }) };
    const what = `what is stored as ${key} is not this anchor`;
    expect(verifyAnchors([signed(first), stored], trust).findings).toEqual([
      { kind: 'anchor.changed', subject: 'anchor 2', what },
    ]);
  });

  it('says what is wrong with one, in words', () => {
    const shorter = nextAnchor(second, heads(1, ['acme']), 'x');
    const forked = nextAnchor(nextAnchor(undefined, heads(9), 'x'), heads(10), 'y');
    const whatOf = (...stored: readonly StoredAnchor[]) =>
      verifyAnchors(stored, trust).findings.map(({ what }) => what);
    expect(whatOf(signed(first), signed(second, other, 'mine'))).toEqual(['is signed by mine, not by arn']);
    expect(whatOf(signed(first), signed(second, other))).toEqual(['was changed: its signature is not of its contents']);
    expect(whatOf(signed(first), signed(third))).toEqual(['is gone']);
    expect(whatOf(signed(first), signed(forked))).toEqual(['does not follow anchor 1 as it is now']);
    expect(whatOf(signed(first), signed(second), signed(shorter))).toEqual([
      'ends the chain of acme at link 1, though anchor 2 had link 2',
      'ends the chain of other at link 0, though anchor 2 had link 2',
    ]);
  });

  it('trusts anchors that are signed and follow each other', () => {
    expect(
      verifyAnchors(
        anchors.map((anchor) => signed(anchor)),
        trust,
      ),
    ).toEqual({ findings: [], anchors });
    expect(verifyAnchors([], trust)).toEqual({ findings: [], anchors: [] });
  });

  it('names one that was changed in whatever it says', () => {
    const changes = fc.constantFrom<Partial<Anchor>>(
      { at: '2026-01-01T00:00:00Z' },
      { previous: 'other' },
      { heads: [] },
      { heads: [{ tenant: 'acme', seq: 2, hash: 'other' }] },
    );
    fc.assert(
      fc.property(changes, (change) => {
        const { text, key } = signed(second);
        const changed = { key, text: JSON.stringify({ ...JSON.parse(text), anchor: { ...second, ...change } }) };
        expect(findings(signed(first), changed, signed(third))).toEqual(['anchor.changed anchor 2']);
      }),
    );
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['another anchor', signed(third).text],
    ['no signature', JSON.stringify({ anchor: second, key: 'arn', signature: '' })],
  ])('names one that is %s', (_what, text) => {
    expect(findings(signed(first), { key: anchorKey(2), text }, signed(third))).toEqual(['anchor.changed anchor 2']);
  });

  it('names one that another key signed, whatever it calls itself', () => {
    expect(findings(signed(first), signed(second, other, 'mine'))).toEqual(['anchor.unsigned anchor 2']);
    expect(findings(signed(first), signed(second, other))).toEqual(['anchor.changed anchor 2']);
  });

  it('names those that are gone, but for the last', () => {
    expect(findings(signed(third))).toEqual(['anchor.removed anchor 1', 'anchor.removed anchor 2']);
    expect(findings(signed(first), signed(third))).toEqual(['anchor.removed anchor 2']);
    expect(findings(signed(first), signed(second))).toEqual([]);
  });

  it('names one that was signed and does not follow', () => {
    const forked = nextAnchor(nextAnchor(undefined, heads(9), 'x'), heads(10), 'y');
    expect(findings(signed(first), signed(forked))).toEqual(['anchor.unchained anchor 2']);
  });

  it('names one that ends a chain earlier than the one before, or not at all', () => {
    const shorter = nextAnchor(second, heads(1), 'x');
    const without = nextAnchor(second, heads(2, ['acme']), 'x');
    const some = ['anchor.shortened anchor 3', 'anchor.shortened anchor 3'];
    expect(findings(signed(first), signed(second), signed(shorter))).toEqual(some);
    expect(findings(signed(first), signed(second), signed(without))).toEqual(['anchor.shortened anchor 3']);
  });
});
