/** Takes the place of `@aws-sdk/client-sqs` in function bundles. */
import { type Command, command } from './command';
import { jsonClient } from './json-client';
import { optionsOf, type SdkOptions } from './sdk-options';
import { ServiceError } from './service-error';

const SERVICE = { name: 'sqs', target: 'AmazonSQS', protocol: '1.0' } as const;

export class SQSClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = jsonClient(SERVICE, optionsOf(options));
  }

  async send({ operation, input }: Command): Promise<unknown> {
    return JSON.parse(await this.call(operation, JSON.stringify(input)));
  }
}

export { ServiceError as SQSServiceException };

export const SendMessageBatchCommand = command('SendMessageBatch');
export const SendMessageCommand = command('SendMessage');
