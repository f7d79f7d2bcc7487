import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Mailer } from '../../ports/mailer';

/** @param configurationSet undefined if the target has none */
export function sesMailer(client: SESClient, configurationSet?: string): Mailer {
  return {
    send: async ({ from, to, raw, tags = {} }) => {
      const { MessageId } = await client.send(
        new SendRawEmailCommand({
          Source: from,
          Destinations: [to],
          RawMessage: { Data: raw },
          ConfigurationSetName: configurationSet,
          Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
      return { messageId: MessageId ?? '' };
    },
  };
}
