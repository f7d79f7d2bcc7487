import fc from 'fast-check';
import { checkAttachments, MAX_ATTACHMENTS } from './attachment';

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const reasonFor = (...references: Parameters<typeof checkAttachments>[0]): string => {
  const result = checkAttachments(references, 'acme');
  return result.ok ? 'none' : result.reason;
};

describe('an attachment', () => {
  it('has the name and type that its key says, or those that it is given', () => {
    expect(
      checkAttachments(
        [
          { key: 'acme/invoices/R-17.PDF' },
          { key: 'acme/1', name: 'Übersicht 2026.xlsx' },
          { key: 'acme/a.csv', contentType: 'text/csv' },
        ],
        'acme',
      ),
    ).toEqual({
      ok: true,
      attachments: [
        { key: 'acme/invoices/R-17.PDF', name: 'R-17.PDF', contentType: 'application/pdf' },
        { key: 'acme/1', name: 'Übersicht 2026.xlsx', contentType: SPREADSHEET },
        { key: 'acme/a.csv', name: 'a.csv', contentType: 'text/csv' },
      ],
    });
  });

  it.each([
    'acm/a.pdf',
    'acme2/a.pdf',
    'acme-2/a.pdf',
    'acme_/a.pdf',
    'acme%2Fa.pdf',
    '%61cme/a.pdf',
    ' acme/a.pdf',
    './acme/a.pdf',
    '../files/acme/a.pdf',
    's3://files/acme/a.pdf',
    'https://files.s3.amazonaws.com/acme/a.pdf',
    'acme/a/../../acme-2/a.pdf',
    'acme/..',
    '',
    'acme',
    'ACME/a.pdf',
    '/acme/a.pdf',
    'acme/../other/a.pdf',
    'acme/./a.pdf',
    'acme//a.pdf',
    'acme/..\\a.pdf',
    'acme/a\n.pdf',
    'acme/a\0.pdf',
    'acme/\uD800.pdf',
    `acme/${'ä'.repeat(520)}.pdf`,
    'other/acme/a.pdf',
  ])('of another tenant, or by a way around, is refused: %j', (key) => {
    expect(reasonFor({ key, name: 'a.pdf' })).toBe("attachment 1 is not below 'acme/'");
  });

  it.each([
    'a.exe',
    'a.pdf.exe',
    'a.js',
    'a.html',
    'a.svg',
    'a.docm',
    'a.lnk',
    'a',
    '.pdf',
    'a.',
    'a.pdf.',
    'a.constructor',
    'a.pdf ',
    'a.p\u0131f',
  ])('that may be run, or is of no known kind, is refused: %j', (name) => {
    expect(reasonFor({ key: 'acme/a', name })).toMatch(/^attachment 1 .*(is none of the files allowed: pdf, txt)/);
  });

  it.each([
    '',
    'a\r\nX: y.pdf',
    'a\0.pdf',
    'a\u2028b.pdf',
    'a\u2029b.pdf',
    'a\x85b.pdf',
    'a\u202Efdp.pdf',
    '../a.pdf',
    'a\\b.pdf',
    `${'a'.repeat(150)}.pdf`,
    ' a.pdf',
  ])('whose name is no name is refused: %j', (name) => {
    expect(reasonFor({ key: 'acme/a', name })).toMatch(/^attachment 1 has a name that is not one line/);
  });

  it('may have a key of 1,024 bytes and a name of 150 characters', () => {
    const [key, name] = [`acme/${'a'.repeat(1_015)}.pdf`, `${'a'.repeat(146)}.pdf`];
    expect(reasonFor({ key, name })).toBe('none');
    expect(reasonFor({ key: `${key}x`, name })).toBe("attachment 1 is not below 'acme/'");
    expect(reasonFor({ key, name: `x${name}` })).toBe(
      'attachment 1 has a name that is not one line of 1 to 150 characters without slashes',
    );
  });

  it.each(
    Object.entries({
      pdf: 'application/pdf',
      txt: 'text/plain',
      csv: 'text/csv',
      ics: 'text/calendar',
      vcf: 'text/vcard',
      png: 'image/png',
      jpg: 'image/jpeg',
      jpeg: 'image/jpeg',
      gif: 'image/gif',
      webp: 'image/webp',
      json: 'application/json',
      xml: 'application/xml',
      zip: 'application/zip',
      docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      xlsx: SPREADSHEET,
      pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      odt: 'application/vnd.oasis.opendocument.text',
      ods: 'application/vnd.oasis.opendocument.spreadsheet',
    }),
  )('that ends in .%s is %s', (ending, contentType) => {
    const [key, name] = [`acme/a.${ending}`, `a.${ending}`];
    expect(checkAttachments([{ key }], 'acme')).toEqual({ ok: true, attachments: [{ key, name, contentType }] });
  });

  it('of no known kind is not asked about its type too', () => {
    expect(reasonFor({ key: 'acme/a', contentType: 'text/html' })).toMatch(
      /^[^;]+ is none of the files allowed: [^;]+$/,
    );
  });

  it('that is called one type and is another by its name is refused', () => {
    expect(reasonFor({ key: 'acme/a.pdf', contentType: 'text/html' })).toBe(
      'attachment 1 is application/pdf by its name',
    );
  });

  it('is one of ten at most, and every fault of all is named', () => {
    const pdf = { key: 'acme/a.pdf' };
    expect(reasonFor(...Array(MAX_ATTACHMENTS).fill(pdf))).toBe('none');
    expect(reasonFor(...Array(MAX_ATTACHMENTS + 1).fill(pdf))).toBe('11 attachments, allowed 10');
    expect(reasonFor(pdf, { key: 'x/a.exe' })).toMatch(/^attachment 2 is not below 'acme\/'; attachment 2 is none of/);
  });

  it('never has a name that breaks out of a header, nor a key of another tenant', () => {
    const reference = fc.record({ key: fc.string({ unit: 'binary' }), name: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(reference, ({ key, name }) => {
        const result = checkAttachments([{ key: `acme/${key}`, name: `${name}.pdf` }], 'acme');
        const [one] = result.ok ? result.attachments : [];
        expect(one?.name ?? '').not.toMatch(/[\p{Control}\p{Surrogate}\u2028\u2029/\\]/u);
        expect(one?.key ?? 'acme/').toMatch(/^acme\//);
      }),
    );
  });
});
