import fc from 'fast-check';
import { isIntact, type Link, nextLink } from './link';
import { audit, named } from './testing/chain-model';
import { chain, link, seqs, someId, unproven, withLink } from './testing/tampered-chain';

describe('a link', () => {
  const entries = (seq: number) => link(seq).entries;
  const changes: fc.Arbitrary<(seq: number) => Partial<Link>> = fc.constantFrom<((seq: number) => Partial<Link>)[]>(
    () => ({ seq: 9 }),
    () => ({ tenant: 'other' }),
    () => ({ previous: 'other' }),
    () => ({ at: '2026-11-23T09:30:01.000Z' }),
    () => ({ keptUntil: 1 }),
    () => ({ hash: 'other' }),
    () => ({ entries: [] }),
    (seq) => ({ entries: [...entries(seq), ...entries(seq)] }),
    (seq) => ({ entries: entries(seq).map((entry) => ({ ...entry, digest: 'other' })) }),
    (seq) => ({ entries: entries(seq).map((entry) => ({ ...entry, id: 'other' })) }),
  );

  it('that was changed in any member is reported, and so are its records without a proof', () => {
    fc.assert(
      fc.property(seqs, changes, (seq, change) => {
        const tampered = withLink(seq, { ...link(seq), ...change(seq) });
        expect(named(audit(tampered))).toEqual([`link.changed link ${seq}`, ...unproven(seq)].toSorted());
      }),
    );
  });

  it('that was changed still proves its records if the archive has it', () => {
    fc.assert(
      fc.property(seqs, changes, (seq, change) => {
        const tampered = withLink(seq, { ...link(seq), ...change(seq) });
        expect(named(audit(tampered, { archive: chain }))).toEqual([`link.changed link ${seq}`]);
      }),
    );
  });

  it.each([
    ['no entries', { entries: undefined }],
    ['a text for them', { entries: 'x' }],
    ['nothing among them', { entries: [null] }],
  ])('that has %s is named, also where the archive has it', (_what, change) => {
    const tampered = withLink(2, { ...link(2), ...(change as object) });
    expect(named(audit(tampered))).toEqual(['link.changed link 2', ...unproven(2)].toSorted());
    expect(named(audit(tampered, { archive: chain }))).toEqual(['link.changed link 2']);
  });

  it('with a far higher number is reported with one finding for the gap before it', () => {
    const far = 999_999_999_999;
    const tampered = withLink(far, { ...link(4), seq: far });
    expect(named(audit(tampered))).toEqual(['link.changed link 999999999999', 'link.removed links 5 to 999999999998']);
  });

  it('whose entries were reordered is reported', () => {
    const reordered = { ...link(2), entries: entries(2).toReversed() };
    expect(named(audit(withLink(2, reordered)))).toContain('link.changed link 2');
  });

  it('that changed places with another is reported, and the other', () => {
    fc.assert(
      fc.property(seqs, seqs, (one, other) => {
        fc.pre(one !== other);
        const swapped = withLink(other, link(one), withLink(one, link(other)));
        expect(named(audit(swapped))).toEqual(
          expect.arrayContaining([`link.changed link ${one}`, `link.changed link ${other}`]),
        );
      }),
    );
  });

  it('that was removed is reported; its records, if it was the last', () => {
    fc.assert(
      fc.property(seqs, (seq) => {
        const findings = named(audit(withLink(seq, undefined)));
        if (seq < 4) expect(findings).toEqual([`link.removed link ${seq}`, ...unproven(seq)].toSorted());
        else expect(findings).toEqual(unproven(seq));
      }),
    );
  });

  it('that was removed at the end is reported if an anchor signed it', () => {
    const anchored = new Map([[4, link(4).hash]]);
    expect(named(audit(withLink(4, undefined), { anchored }))).toEqual(
      ['link.removed link 4', ...unproven(4)].toSorted(),
    );
  });

  it('that was forged with a valid hash is detected by the next one', () => {
    const forged = nextLink(link(1), { ...link(2), entries: link(2).entries.slice(1) });
    expect(isIntact(forged)).toBe(true);
    expect(named(audit(withLink(2, forged)))).toEqual(
      [`link.unchained link 3`, `record.unproven ${someId(2)}`].toSorted(),
    );
  });
});
