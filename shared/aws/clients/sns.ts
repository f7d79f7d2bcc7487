/** Takes the place of `@aws-sdk/client-sns` in function bundles. */
import { type Command, command } from './command';
import { type Element, queryClient } from './query-client';
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

  async send({ operation, input }: Command): Promise<PublishOutput> {
    const { PublishBatchRequestEntries: entries, ...rest } = input as PublishInput;
    const batch = entries && { PublishBatchRequestEntries: entries.map(withEntries) };
    const element = await this.call(operation, { ...withEntries(rest), ...batch });
    return entries ? batchOutput(element) : { MessageId: element('MessageId') };
  }
}

interface WithAttributes {
  readonly MessageAttributes?: Readonly<Record<string, object>>;
}

interface PublishInput extends WithAttributes {
  readonly PublishBatchRequestEntries?: readonly WithAttributes[];
}

/** `MessageId` of one message, or the results of a batch. */
interface PublishOutput {
  readonly MessageId?: string | undefined;
  readonly Successful?: readonly object[];
  readonly Failed?: readonly object[];
}

function withEntries({ MessageAttributes, ...rest }: WithAttributes): object {
  return MessageAttributes ? { ...rest, MessageAttributes: entriesOf(MessageAttributes) } : rest;
}

const batchOutput = (element: Element): PublishOutput => ({
  Successful: element.members('Successful').map((of) => ({ Id: of('Id'), MessageId: of('MessageId') })),
  Failed: element.members('Failed').map((of) => {
    const message = of('Message');
    const failure = { Id: of('Id'), Code: of('Code'), SenderFault: of('SenderFault') === 'true' };
    return message === undefined ? failure : { ...failure, Message: message };
  }),
});

export const PublishCommand = command('Publish');
export const PublishBatchCommand = command('PublishBatch');
