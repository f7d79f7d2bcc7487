/** Takes the place of `@aws-sdk/client-eventbridge` in function bundles. */
import { type Command, command } from './command';
import { jsonClient, type Output } from './json-client';
import { optionsOf, type SdkOptions } from './sdk-options';

const SERVICE = { name: 'events', target: 'AWSEvents', protocol: '1.1' } as const;

export class EventBridgeClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = jsonClient(SERVICE, optionsOf(options));
  }

  send({ operation, input }: Command): Promise<Output> {
    return this.call(operation, input);
  }
}

export const PutEventsCommand = command('PutEvents');
