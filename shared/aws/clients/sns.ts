/** Takes the place of `@aws-sdk/client-sns` in function bundles. */
import { type Command, command } from './command';
import { type Field, queryClient } from './query-client';
import { optionsOf, type SdkOptions } from './sdk-options';

const SERVICE = { name: 'sns', version: '2010-03-31' } as const;

interface Publish {
  readonly TopicArn?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly DataType?: string; readonly StringValue?: string }>>;
}

export class SNSClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = queryClient(SERVICE, optionsOf(options));
  }

  async send({ operation, input }: Command): Promise<{ MessageId: string | undefined }> {
    const { TopicArn, Message, MessageAttributes = {} } = input as Publish;
    const attributes = Object.entries(MessageAttributes).flatMap(([name, value], index): Field[] => {
      const entry = `MessageAttributes.entry.${index + 1}`;
      return [
        [`${entry}.Name`, name],
        [`${entry}.Value.DataType`, value.DataType],
        [`${entry}.Value.StringValue`, value.StringValue],
      ];
    });
    const element = await this.call(operation, [['TopicArn', TopicArn], ['Message', Message], ...attributes]);
    return { MessageId: element('MessageId') };
  }
}

export const PublishCommand = command('Publish');
