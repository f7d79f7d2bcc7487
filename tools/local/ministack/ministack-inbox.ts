import type { ReceivedMail } from '../emulator';

interface MiniStackMail {
  readonly MessageId: string;
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string;
}

/** Also an HTML page for browsers, made by inbox_page.py. */
export const MINISTACK_INBOX = '/_ministack/ses/messages';

/** The mails that MiniStack's SES has accepted, from its own inspection address. */
export const ministackInbox = (endpoint: string) => async (): Promise<ReceivedMail[]> => {
  const response = await fetch(`${endpoint}${MINISTACK_INBOX}`);
  if (!response.ok) throw new Error(`${endpoint} answered ${response.status} when asked for its mails`);
  const { messages } = (await response.json()) as { messages: Readonly<Record<string, readonly MiniStackMail[]>> };
  return Object.values(messages)
    .flat()
    .map((mail) => ({
      messageId: mail.MessageId,
      from: mail.Source,
      to: mail.To,
      subject: mail.Subject,
      text: mail.BodyText,
      html: mail.BodyHtml,
    }));
};
