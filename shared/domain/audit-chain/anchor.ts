import { canonicalJson } from '../kit/json/canonical-json';
import type { Finding } from './finding';
import { type Head, sha256 } from './link';

/** The heads of all chains at one moment, linked to the previous anchor. */
export interface Anchor {
  /** From 1. */
  readonly n: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Hash of the previous anchor; empty in the first. */
  readonly previous: string;
  /** Sorted by tenant. */
  readonly heads: readonly TenantHead[];
}

export interface TenantHead extends Head {
  readonly tenant: string;
}

/** An anchor as it is stored. */
export interface SignedAnchor {
  readonly anchor: Anchor;
  /** ARN of the KMS key. */
  readonly key: string;
  /** ECDSA over P-256 and SHA-256 of the anchor's canonical JSON, DER in base64. */
  readonly signature: string;
  /**
   * Tenants that the run did not reach in time, in order: the next run starts with them. Not signed, because it proves
   * nothing, and the signed text stays the same. @default none
   */
  readonly waiting?: readonly string[];
}

export function nextAnchor(last: Anchor | undefined, heads: ReadonlyMap<string, Head>, at: string): Anchor {
  const sorted = [...heads].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    n: (last?.n ?? 0) + 1,
    at,
    previous: last ? anchorHash(last) : '',
    heads: sorted.map(([tenant, { seq, hash }]) => ({ tenant, seq, hash })),
  };
}

export const headsOf = (anchor: Anchor | undefined): Map<string, Head> =>
  new Map(anchor?.heads.map(({ tenant, seq, hash }) => [tenant, { seq, hash }]));

export const anchorHash = (anchor: Anchor): string => sha256(anchorText(anchor));

/** The signed text of an anchor. */
export const anchorText = ({ n, at, previous, heads }: Anchor): string =>
  canonicalJson({ n, at, previous, heads: heads.map(({ tenant, seq, hash }) => ({ tenant, seq, hash })) });

export const ANCHORS = 'anchors/';
export const anchorKey = (n: number): string => `${ANCHORS}${String(n).padStart(8, '0')}.json`;

export interface StoredAnchor {
  /** The key it is stored under. */
  readonly key: string;
  readonly text: string;
}

export interface AnchorTrust {
  /** ARN of the stack's signing key. */
  readonly key: string;
  /** Whether that key signed this text. */
  readonly verify: (text: string, signature: Uint8Array) => boolean;
}

export interface JudgedAnchors {
  readonly findings: readonly Finding[];
  /** The trusted anchors, in order. */
  readonly anchors: readonly Anchor[];
}

export interface JudgedAnchor {
  readonly findings: readonly Finding[];
  /** Present if the anchor can be trusted. */
  readonly anchor?: Anchor;
}

/** Judges anchors one by one; call it for all of them in key order, because it remembers the previous one. */
export function anchorVerifier(trust: AnchorTrust): (stored: StoredAnchor) => JudgedAnchor {
  let last: { readonly key?: string; readonly anchor?: Anchor } = {};
  return ({ key, text }) => {
    const { finding, anchor } = judge(key, read(text), trust);
    const before = last;
    last = { key, ...(anchor && { anchor }) };
    if (!anchor) return { findings: finding ? [finding] : [] };
    return { findings: follows(anchor, numberOf(before), before.anchor), anchor };
  };
}

/** @param stored all anchors in key order */
export function verifyAnchors(stored: readonly StoredAnchor[], trust: AnchorTrust): JudgedAnchors {
  const judged = stored.map(anchorVerifier(trust));
  return {
    findings: judged.flatMap(({ findings }) => findings),
    anchors: judged.flatMap(({ anchor }) => anchor ?? []),
  };
}

interface Judgement {
  readonly finding?: Finding;
  readonly anchor?: Anchor;
}

function judge(key: string, signed: SignedAnchor | undefined, trust: AnchorTrust): Judgement {
  const subject = `anchor ${numberOf({ key })}`;
  if (!signed || anchorKey(signed.anchor.n) !== key) {
    return { finding: { kind: 'anchor.changed', subject, what: `what is stored as ${key} is not this anchor` } };
  }
  if (signed.key !== trust.key) {
    return { finding: { kind: 'anchor.unsigned', subject, what: `is signed by ${signed.key}, not by ${trust.key}` } };
  }
  const isSigned = trust.verify(anchorText(signed.anchor), Buffer.from(signed.signature, 'base64'));
  if (isSigned) return { anchor: signed.anchor };
  return { finding: { kind: 'anchor.changed', subject, what: 'was changed: its signature is not of its contents' } };
}

function follows(anchor: Anchor, before: number, previous: Anchor | undefined): Finding[] {
  const subject = `anchor ${anchor.n}`;
  const gap = Array.from({ length: anchor.n - before - 1 }, (_, index) => `anchor ${before + 1 + index}`);
  if (gap.length > 0) return gap.map((each) => ({ kind: 'anchor.removed', subject: each, what: 'is gone' }));
  const previousHash = previous ? anchorHash(previous) : '';
  if (previous && anchor.previous !== previousHash) {
    return [{ kind: 'anchor.unchained', subject, what: `does not follow anchor ${previous.n} as it is now` }];
  }
  return previous ? shortened(anchor, previous) : [];
}

function shortened(anchor: Anchor, previous: Anchor): Finding[] {
  const now = headsOf(anchor);
  return previous.heads
    .filter(({ tenant, seq }) => (now.get(tenant)?.seq ?? 0) < seq)
    .map(({ tenant, seq }) => {
      const what = `ends the chain of ${tenant} at link ${now.get(tenant)?.seq ?? 0}, though anchor ${previous.n} had link ${seq}`;
      return { kind: 'anchor.shortened', subject: `anchor ${anchor.n}`, what };
    });
}

const numberOf = ({ key }: { readonly key?: string }): number =>
  Number(key?.slice(ANCHORS.length).replace('.json', '') ?? 0);

function read(text: string): SignedAnchor | undefined {
  try {
    const signed = JSON.parse(text) as SignedAnchor;
    const { anchor, key, signature } = signed;
    const isSigned = Array.isArray(anchor.heads) && typeof key === 'string' && typeof signature === 'string';
    return isSigned && Number.isSafeInteger(anchor.n) ? signed : undefined;
  } catch {
    return undefined;
  }
}
