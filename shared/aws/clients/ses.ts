/** Takes the place of `@aws-sdk/client-ses` in function bundles. */
import { type Command, command } from './command';
import { queryClient } from './query-client';
import { optionsOf, type SdkOptions } from './sdk-options';

const SERVICE = { name: 'ses', endpointPrefix: 'email', version: '2010-12-01' } as const;

export class SESClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = queryClient(SERVICE, optionsOf(options));
  }

  async send({ operation, input }: Command): Promise<{ MessageId: string | undefined }> {
    const element = await this.call(operation, input);
    return { MessageId: element('MessageId') };
  }
}

export const SendRawEmailCommand = command('SendRawEmail');
