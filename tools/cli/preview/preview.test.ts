import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { catalogue } from '../../../shared/catalogue';
import { testTerminal } from '../testing/test-terminal';
import { previewFile } from './preview';

const directory = mkdtempSync(join(tmpdir(), 'carillon-preview-'));
afterAll(() => rmSync(directory, { recursive: true }));

const EXAMPLE = readFileSync(join(__dirname, '..', '..', '..', 'examples', 'order-shipped.json'), 'utf8');
const read = (name: string) => readFileSync(join(directory, name), 'utf8');

async function preview(input: string, options: object = {}) {
  const terminal = testTerminal({ directory, input });
  await previewFile('-', { out: 'mails', ...options }, terminal);
  return { output: terminal.output(), errors: terminal.errors(), opened: terminal.opened };
}

describe('a preview', () => {
  test('is three files: HTML, text, and the mail as it is sent', async () => {
    const { output, opened } = await preview(EXAMPLE);
    expect(output).toBe(
      [
        'order.shipped  en  “Your order A-10293 is on its way”',
        ...['html', 'txt', 'eml'].map((extension) => `  ${join('mails', `order.shipped.en.${extension}`)}`),
        '',
      ].join('\n'),
    );
    expect(read('mails/order.shipped.en.html')).toMatch(/^<!doctype html>/);
    expect(read('mails/order.shipped.en.txt')).toContain('In this parcel:\n- 1 × Walnut desk lamp\n');
    const mail = read('mails/order.shipped.en.eml');
    expect(mail).toContain('To: Ada Marlow <ada@example.com>\r\n');
    expect(mail).toContain('From: Northline Shop <notifications@carillon.example>\r\n');
    expect(opened).toEqual([]);
  });

  test('is in another language with --locale, and opened with --open', async () => {
    const { output, opened } = await preview(EXAMPLE, { locale: 'de-AT', open: true });
    expect(output).toContain('order.shipped  de  “Ihre Bestellung A-10293 ist unterwegs”\n');
    expect(opened).toEqual([join(directory, 'mails', 'order.shipped.de.html')]);
  });

  test('warns of a fallback to another language, but not of one within the language', async () => {
    const asked = await preview(EXAMPLE, { locale: 'xx' });
    expect(asked.output).toContain('order.shipped  en  ');
    expect(asked.errors).toBe(
      "the mail of order.shipped has no texts for locale 'xx': it is in 'en', as it would be sent\n",
    );
    expect((await preview(EXAMPLE, { locale: 'DE-at' })).errors).toBe('');
    expect((await preview(EXAMPLE)).errors).toBe('');
  });

  test('of several has a name for each, and one JSON document per line', async () => {
    const line = JSON.stringify(JSON.parse(EXAMPLE));
    const { output } = await preview(`${line}\n${line}\n`, { out: 'two', json: true });
    const documents = output
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(documents.map(({ files }) => files[0])).toEqual([
      join('two', 'order.shipped.en.html'),
      join('two', 'order.shipped.en-2.html'),
    ]);
    expect(readdirSync(join(directory, 'two'))).toHaveLength(6);
  });

  test.each(catalogue.map(({ type, example }) => [type, example] as const))(
    'of %s needs neither tenant nor recipient',
    async (type, example) => {
      await preview(JSON.stringify({ type, data: example }), { out: 'all' });
      expect(read(`all/${type}.en.html`)).toContain('</html>');
    },
  );

  test('of a mail that may be unsubscribed has the link and its headers', async () => {
    const digest = catalogue.find(({ type }) => type === 'activity.weekly-digest');
    await preview(JSON.stringify({ type: digest?.type, data: digest?.example }));
    expect(read('mails/activity.weekly-digest.en.txt')).toContain('Unsubscribe from weekly digests: https://');
    expect(read('mails/activity.weekly-digest.en.eml')).toContain(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n',
    );
  });
});

describe('attachments of a preview', () => {
  const { type, example } = catalogue.find((one) => one.type === 'invoice.issued') ?? { type: '', example: {} };
  const attachments = [{ key: 'demo/invoices/0419', name: 'INV-1.pdf' }, { key: 'demo/terms.txt' }];
  const invoice = JSON.stringify({ type, data: { ...example, attachments } });
  const put = (folder: string, files: Readonly<Record<string, string>>): string => {
    mkdirSync(join(directory, folder), { recursive: true });
    for (const [key, content] of Object.entries(files)) {
      mkdirSync(join(directory, folder, key, '..'), { recursive: true });
      writeFileSync(join(directory, folder, key), content);
    }
    return folder;
  };
  const listed = (output: string) => output.split('\n').slice(4, -1);

  test('are listed, but not loaded, if no place of them is named', async () => {
    const why = 'name a folder with --files or a stack with --outputs';
    expect(listed((await preview(invoice)).output)).toEqual([
      `  not loaded: INV-1.pdf (demo/invoices/0419): ${why}`,
      `  not loaded: demo/terms.txt (demo/terms.txt): ${why}`,
    ]);
    expect(read('mails/invoice.issued.en.eml')).not.toContain('attachment');
  });

  test('are in the mail if a folder has them', async () => {
    const files = put('files', { 'demo/invoices/0419': '%PDF', 'demo/terms.txt': 'pay' });
    const { output } = await preview(invoice, { files });
    expect(listed(output)).toEqual(['  attached: INV-1.pdf, 4 bytes', '  attached: demo/terms.txt, 3 bytes']);
    const { attachments } = await simpleParser(read('mails/invoice.issued.en.eml'));
    expect(attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['INV-1.pdf', '%PDF'],
      ['terms.txt', 'pay'],
    ]);
  });

  test('are none if one of them is missing, as no mail would be sent', async () => {
    const { output } = await preview(invoice, { files: put('some', { 'demo/terms.txt': 'pay' }), json: true });
    const notLoaded = 'attachments: there is no demo/invoices/0419';
    expect(JSON.parse(output).attachments).toEqual(attachments.map((one) => ({ ...one, notLoaded })));
  });

  test('are none if the channel would refuse them, even if they exist', async () => {
    const other = invoice.replaceAll('demo/', 'acme/');
    const [first] = listed((await preview(other, { files: put('acme', {}) })).output);
    expect(first).toMatch("(acme/invoices/0419): attachments: attachment 1 is not below 'demo/'");
  });
});

describe('no preview is written', () => {
  test('of a notification that would be refused', async () => {
    const input = JSON.stringify({ type: 'order.shipped', data: {} });
    await expect(preview(input, { out: 'none' })).rejects.toMatchObject({
      code: 'notification.invalid',
      faults: expect.arrayContaining([expect.objectContaining({ path: '/data/orderNumber' })]),
    });
    expect(readdirSync(directory)).not.toContain('none');
  });

  test.each(['missing', 'missing/below', ''])(
    'where --files %j names no folder, whether or not there are attachments',
    async (files) => {
      await expect(preview(EXAMPLE, { out: 'none', files })).rejects.toMatchObject({
        code: 'cli.file_unreadable',
        message: `folder '${files}' does not exist`,
      });
      expect(readdirSync(directory)).not.toContain('none');
    },
  );

  test.each([
    ['is no folder', 'file'],
    ['lies below none', join('file', 'mails')],
    ...(existsSync('/proc/self') ? [['is none that can be made', '/proc/carillon/mails']] : []),
  ])('where what is named %s', async (_, out) => {
    writeFileSync(join(directory, 'file'), '');
    await expect(preview(EXAMPLE, { out })).rejects.toMatchObject({
      code: 'cli.file_unwritable',
      message: expect.stringContaining(`file '${join(out, 'order.shipped.en.html')}' cannot be written: `),
    });
  });
});
