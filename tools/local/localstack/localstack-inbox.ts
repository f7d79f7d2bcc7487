import type { ReceivedMail } from '../emulator';

interface LocalStackMail {
  readonly Id: string;
  readonly Source: string;
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly RawData?: string;
}

/** LocalStack keeps the raw mail; its parts are read by the caller's parser, if it needs more than the addresses. */
export const localstackInbox = (endpoint: string) => async (): Promise<ReceivedMail[]> => {
  const response = await fetch(`${endpoint}/_aws/ses`);
  if (!response.ok) throw new Error(`${endpoint} answered ${response.status} when asked for its mails`);
  const { messages } = (await response.json()) as { messages: readonly LocalStackMail[] };
  return Promise.all(messages.map(parsed));
};

async function parsed({ Id, Source, Destination, RawData = '' }: LocalStackMail): Promise<ReceivedMail> {
  const { simpleParser } = await import('mailparser');
  const { subject = '', text = '', html, to } = await simpleParser(RawData);
  const addressed = [to ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));
  const addresses = Destination?.ToAddresses ?? addressed;
  return { messageId: Id, from: Source, to: addresses, subject, text, html: html || '' };
}
