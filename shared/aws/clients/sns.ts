/** Takes the place of `@aws-sdk/client-sns` in function bundles. */
import { type Command, command } from './command';
import { queryClient } from './query-client';
import { optionsOf, type SdkOptions } from './sdk-options';

const SERVICE = { name: 'sns', version: '2010-03-31' } as const;

/** The protocol writes a map as numbered entries. */
const entriesOf = (attributes: Readonly<Record<string, object>>) => ({
  entry: Object.fromEntries(Object.entries(attributes).map(([Name, Value], n) => [n + 1, { Name, Value }])),
});

export class SNSClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = queryClient(SERVICE, optionsOf(options));
  }

  async send({ operation, input }: Command): Promise<{ MessageId: string | undefined }> {
    const { MessageAttributes = {}, ...rest } = input as { MessageAttributes?: Readonly<Record<string, object>> };
    const element = await this.call(operation, { ...rest, MessageAttributes: entriesOf(MessageAttributes) });
    return { MessageId: element('MessageId') };
  }
}

export const PublishCommand = command('Publish');
