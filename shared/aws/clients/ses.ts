/** Takes the place of `@aws-sdk/client-ses` in function bundles. */
import { type Command, command } from './command';
import { type Field, queryClient } from './query-client';
import { optionsOf, type SdkOptions } from './sdk-options';

const SERVICE = { name: 'ses', endpointPrefix: 'email', version: '2010-12-01' } as const;

interface SendRawEmail {
  readonly Source?: string;
  readonly Destinations?: readonly string[];
  readonly RawMessage?: { readonly Data?: Uint8Array };
  readonly ConfigurationSetName?: string;
  readonly Tags?: readonly { readonly Name?: string; readonly Value?: string }[];
}

export class SESClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = queryClient(SERVICE, optionsOf(options));
  }

  async send({ operation, input }: Command): Promise<{ MessageId: string | undefined }> {
    const { Source, Destinations = [], RawMessage, ConfigurationSetName, Tags = [] } = input as SendRawEmail;
    const element = await this.call(operation, [
      ['Source', Source],
      ...Destinations.map((to, index): Field => [`Destinations.member.${index + 1}`, to]),
      ['RawMessage.Data', RawMessage?.Data && Buffer.from(RawMessage.Data).toString('base64')],
      ['ConfigurationSetName', ConfigurationSetName],
      ...Tags.flatMap(({ Name, Value }, index): Field[] => [
        [`Tags.member.${index + 1}.Name`, Name],
        [`Tags.member.${index + 1}.Value`, Value],
      ]),
    ]);
    return { MessageId: element('MessageId') };
  }
}

export const SendRawEmailCommand = command('SendRawEmail');
