import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ulid } from 'ulid';
import invoiceIssued from '../../shared/catalogue/invoice-issued';
import { aNotification } from '../../shared/testing/factories';
import { config, preferences, state } from '../support/harness';
import { scenario } from '../support/scenario';
import { mailsTo, publish, settled, states } from '../support/world';

const anAddress = () => `${ulid().toLowerCase()}@example.com`;

const s3 = new S3Client({ ...config, forcePathStyle: true });
const Bucket = state.outputs.attachments_bucket;
const put = async (Key: string, Body: Uint8Array) => void (await s3.send(new PutObjectCommand({ Bucket, Key, Body })));

const anInvoice = (to: string, key: string) =>
  aNotification({
    channels: 'email',
    type: 'invoice.issued',
    recipients: to,
    tenant: 'acme',
    data: { ...invoiceIssued.example, attachments: [{ key, name: 'Rechnung.pdf' }] },
  });

scenario('mail', ['functions', 'ses', 'inbox'], () => {
  test('a mail carries the file that a producer put, and is rejected without it', async () => {
    const [ann, ben] = [anAddress(), anAddress()];
    const key = `acme/invoices/${ulid()}`;
    await put(key, Buffer.from('%PDF-1.7'));
    const [whole, lacking] = [anInvoice(ann, key), anInvoice(ben, `${key}-other`)];
    await publish(whole);
    await publish(lacking);
    const [mail] = await mailsTo(ann);
    expect(mail?.text).toContain('Your invoice is attached.');
    expect(states(await settled(whole.id, 1))).toEqual([`email ${ann} sent`]);
    const { deliveries } = await settled(lacking.id, 1);
    expect(deliveries.map(({ state, attempts }) => [state, attempts[0]?.reason])).toEqual([
      ['rejected', `attachments: there is no ${key}-other`],
    ]);
    expect(await mailsTo(ben, 0)).toEqual([]);
  });

  test('each recipient gets a mail of their own, by the template of the type', async () => {
    const [ann, ben] = [anAddress(), anAddress()];
    const notification = aNotification({
      channels: 'email',
      recipients: `Ann <${ann}>, ${ben}`,
      type: 'invoice.issued',
      data: { invoiceNumber: 'R-17 <b>9 €</b>', amount: '9.00', currency: 'EUR', dueDate: '2026-12-07' },
    });
    await publish(notification);
    const [mail, ...more] = await mailsTo(ann);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ from: 'notifications@carillon.example', to: [expect.stringContaining(ann)] });
    expect(mail?.text).toContain('R-17');
    expect(mail?.html).toContain('&lt;b&gt;9 €&lt;/b&gt;');
    expect(await mailsTo(ben)).toHaveLength(1);
    expect(states(await settled(notification.id, 2))).toEqual([`email ${ann} sent`, `email ${ben} sent`].sort());
  });

  test('a suppressed address gets no mail, whatever its letter case, and the other recipients do', async () => {
    const [bounced, fine] = [anAddress(), anAddress()];
    await preferences.suppress({ address: bounced, scope: '*', reason: 'BOUNCE', since: new Date().toISOString() });
    const recipients = `${bounced.toUpperCase()}, ${fine}`;
    const notification = aNotification({ channels: 'email', type: 'invoice.created', recipients });
    await publish(notification);
    const history = await settled(notification.id, 2);
    expect(states(history)).toEqual([`email ${bounced} suppressed`, `email ${fine} sent`].sort());
    expect(await mailsTo(bounced, 0)).toEqual([]);
  });
});
