import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../../shared/catalogue';
import { testTerminal } from '../testing/test-terminal';
import { previewFile } from './preview-file';

const directory = mkdtempSync(join(tmpdir(), 'carillon-preview-'));
afterAll(() => rmSync(directory, { recursive: true }));

const EXAMPLE = readFileSync(join(__dirname, '..', '..', '..', 'examples', 'order-shipped.json'), 'utf8');
const read = (name: string) => readFileSync(join(directory, name), 'utf8');

async function preview(input: string, options: object = {}) {
  const terminal = testTerminal({ directory, input });
  await previewFile('-', { out: 'mails', ...options }, terminal);
  return { output: terminal.output(), opened: terminal.opened };
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
    expect(mail).toContain('From: notifications@carillon.example\r\n');
    expect(opened).toEqual([]);
  });

  test('is in another language where one is asked for, and shown where that is wanted', async () => {
    const { output, opened } = await preview(EXAMPLE, { locale: 'de-AT', open: true });
    expect(output).toContain('order.shipped  de  “Ihre Bestellung A-10293 ist unterwegs”\n');
    expect(opened).toEqual([join(directory, 'mails', 'order.shipped.de.html')]);
  });

  test('of several has a name for each, and a JSON document a line', async () => {
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

describe('no preview is written', () => {
  test('of a notification that would be refused', async () => {
    const input = JSON.stringify({ type: 'order.shipped', data: {} });
    await expect(preview(input, { out: 'none' })).rejects.toMatchObject({
      code: 'notification.invalid',
      faults: expect.arrayContaining([expect.objectContaining({ path: '/data/orderNumber' })]),
    });
    expect(readdirSync(directory)).not.toContain('none');
  });

  test('where there is no folder to write to', async () => {
    writeFileSync(join(directory, 'file'), '');
    await expect(preview(EXAMPLE, { out: 'file' })).rejects.toMatchObject({
      code: 'cli.file_unwritable',
      message: expect.stringContaining(`file '${join('file', 'order.shipped.en.html')}' cannot be written: `),
    });
  });
});
