import { describeMailerContract } from '../testing/mailer-contract';
import { memoryMailer } from './memory-mailer';

describeMailerContract('memoryMailer', () => {
  const mailer = memoryMailer();
  const received = async () => mailer.sent.map(({ raw }) => Buffer.from(raw).toString());
  return { mailer, from: 'shop@example.com', to: 'ann@example.com', received };
});

describe('memoryMailer', () => {
  const mail = { from: 'shop@example.com', to: 'ann@example.com', raw: new Uint8Array([1, 2, 3]) };

  it('keeps what it was given', async () => {
    const mailer = memoryMailer();
    await mailer.send(mail);
    expect(mailer.sent).toEqual([mail]);
  });

  it('fails once for each error it was told to fail with', async () => {
    const mailer = memoryMailer();
    const throttled = Object.assign(new Error('rate exceeded'), { name: 'Throttling' });
    mailer.failWith(throttled);
    await expect(mailer.send(mail)).rejects.toBe(throttled);
    await expect(mailer.send(mail)).resolves.toEqual({ messageId: 'memory-1' });
    expect(mailer.sent).toEqual([mail]);
  });
});
