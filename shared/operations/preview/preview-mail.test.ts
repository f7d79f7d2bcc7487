import { channels } from '../../../handlers';
import { catalogue } from '../../catalogue';
import { memoryAttachmentStore } from '../../memory/memory-attachment-store';
import type { AttachmentStore } from '../../ports/attachment-store';
import { NOW } from '../../producer/testing/test-producer';
import { type PreviewRequest, previewMail } from './preview-mail';

const exampleOf = (wanted: string) => catalogue.find(({ type }) => type === wanted)?.example ?? {};
const REQUEST = { from: 'shop@example.com', senderName: 'Shop', unknownTypes: 'refuse' } as const;
const preview = (request: Pick<PreviewRequest, 'value' | 'locale'>, store?: AttachmentStore) =>
  previewMail({ ...REQUEST, ...request }, { channels, clock: { now: () => NOW }, openAttachments: async () => store });
const order = { type: 'order.shipped', data: exampleOf('order.shipped') };

test('the mail needs neither tenant nor recipients, and says which locale was asked for', async () => {
  expect(await preview({ value: order, locale: 'xx' })).toMatchObject({
    ok: true,
    result: { type: 'order.shipped', locale: 'en', askedLocale: 'xx', attachments: [] },
  });
});

test('faults are returned, and the store of attachments is not opened', async () => {
  expect(await preview({ value: { type: 'order.shipped', data: {} } })).toMatchObject({
    ok: false,
    faults: expect.arrayContaining([expect.objectContaining({ path: '/data/orderNumber' })]),
  });
});

test('attachments are listed without bytes and reason where no store is given, and with the reason where one lacks them', async () => {
  const attachments = [{ key: 'demo/terms.txt' }];
  const value = { type: 'invoice.issued', data: { ...exampleOf('invoice.issued'), attachments } };
  expect(await preview({ value })).toMatchObject({ result: { attachments } });
  const lacking = await preview({ value }, memoryAttachmentStore());
  const notLoaded = 'attachments: there is no demo/terms.txt';
  expect(lacking).toMatchObject({ result: { attachments: [{ key: 'demo/terms.txt', notLoaded }] } });
});
