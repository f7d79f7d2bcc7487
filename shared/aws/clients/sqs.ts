/** Takes the place of `@aws-sdk/client-sqs` in function bundles. */
import { type Command, command } from './command';
import { jsonClient, type Output } from './json-client';
import { optionsOf, type SdkOptions } from './sdk-options';
import { ServiceError } from './service-error';

const SERVICE = { name: 'sqs', target: 'AmazonSQS', protocol: '1.0' } as const;

export class SQSClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = jsonClient(SERVICE, optionsOf(options));
  }

  send({ operation, input }: Command): Promise<Output> {
    return this.call(operation, input);
  }
}

export { ServiceError as SQSServiceException };

export const SendMessageBatchCommand = command('SendMessageBatch');
export const SendMessageCommand = command('SendMessage');
