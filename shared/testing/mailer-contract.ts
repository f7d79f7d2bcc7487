import { ulid } from 'ulid';
import type { Mailer } from '../ports/mailer';

export interface MailerFixture {
  readonly mailer: Mailer;
  /** A permitted sender, and a permitted recipient. */
  readonly from: string;
  readonly to: string;
  /** The mails that arrived at `to`, as text; absent if the target does not show mails. */
  received?(): Promise<readonly string[]>;
}

/** Contract of every mailer. Ignores foreign mails. */
export function describeMailerContract(name: string, makeFixture: () => MailerFixture): void {
  describe(`${name}, as a mailer`, () => {
    it('answers each mail with a message id of its own', async () => {
      const fixture = makeFixture();
      const first = await fixture.mailer.send(aMail(fixture, ulid()));
      const second = await fixture.mailer.send(aMail(fixture, ulid()));
      expect(first).toEqual({ messageId: expect.stringMatching(/./) });
      expect(second.messageId).not.toBe(first.messageId);
    });

    it('delivers the mail unchanged', async () => {
      const fixture = makeFixture();
      const subject = ulid();
      await fixture.mailer.send({
        ...aMail(fixture, subject),
        tags: { carillon_id: subject, carillon_tenant: 'acme' },
      });
      const received = await fixture.received?.();
      if (received) expect(received.filter((text) => text.includes(subject))).toHaveLength(1);
    });
  });
}

const aMail = ({ from, to }: MailerFixture, subject: string) => ({
  from,
  to,
  raw: Buffer.from(`From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\nHello.\r\n`),
});
