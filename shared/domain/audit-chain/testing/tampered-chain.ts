import fc from 'fast-check';
import { type Link, NO_LINK, nextLink } from '../link';
import { recordSeal } from '../record-seal';
import { aChain, digest, type StoredChain, type StoredRecord } from './chain-model';

export const chain = aChain([1, 3, 2, 1]);
export const link = (seq: number): Link => chain.links.get(seq) as Link;
export const recordsOf = (seq: number): string[] => link(seq).entries.map(({ id }) => id);
export const unproven = (seq: number): string[] => recordsOf(seq).map((id) => `record.unproven ${id}`);

export const withLink = (seq: number, changed: Link | undefined, of: StoredChain = chain): StoredChain => {
  const links = new Map(of.links);
  if (changed) links.set(seq, changed);
  else links.delete(seq);
  return { ...of, links };
};
export const withRecord = (id: string, record: StoredRecord | undefined): StoredChain => {
  const records = new Map(chain.records);
  if (record) records.set(id, record);
  else records.delete(id);
  return { ...chain, records };
};
export const record = (id: string): StoredRecord => chain.records.get(id) as StoredRecord;
export const resealed = (changed: StoredRecord): StoredRecord => ({ ...changed, seal: recordSeal(changed, digest) });
export const edited = (text: string, change: object): string => JSON.stringify({ ...JSON.parse(text), ...change });
/** A forged chain: every hash from this link on is computed anew. */
export const forgedFrom = (seq: number, forged: Link): StoredChain => {
  const links = new Map([...chain.links].filter(([number]) => number < seq));
  let head = links.get(seq - 1) ?? NO_LINK;
  for (const number of [...chain.links.keys()].filter((each) => each >= seq)) {
    const next = nextLink(head, number === seq ? forged : link(number));
    links.set(number, next);
    head = next;
  }
  return { ...chain, links };
};

export const seqs = fc.constantFrom(...chain.links.keys());
export const ids = fc.constantFrom(...chain.records.keys());
export const someId = (seq: number): string => recordsOf(seq)[0] ?? '';
