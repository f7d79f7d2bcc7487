/** Takes the place of `@aws-sdk/client-kms` in function bundles. */
import { type Command, command } from './command';
import { jsonClient } from './json-client';
import { optionsOf, type SdkOptions } from './sdk-options';

const SERVICE = { name: 'kms', target: 'TrentService', protocol: '1.1' } as const;

/** Members that the protocol writes as base64. */
const BLOBS = ['CiphertextBlob', 'Message', 'Plaintext', 'PublicKey', 'Signature'] as const;

export class KMSClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = jsonClient(SERVICE, optionsOf(options));
  }

  async send({ operation, input }: Command): Promise<Record<string, unknown>> {
    const text = await this.call(operation, JSON.stringify(converted(input, encoded)));
    return converted(JSON.parse(text), decoded);
  }
}

const encoded = (bytes: unknown): unknown => Buffer.from(bytes as Uint8Array).toString('base64');
const decoded = (text: unknown): unknown => new Uint8Array(Buffer.from(String(text), 'base64'));

function converted(members: object, convert: (value: unknown) => unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...members };
  for (const name of BLOBS) if (copy[name] !== undefined) copy[name] = convert(copy[name]);
  return copy;
}

export const DecryptCommand = command('Decrypt');
export const GenerateDataKeyCommand = command('GenerateDataKey');
export const GetPublicKeyCommand = command('GetPublicKey');
export const SignCommand = command('Sign');
