/** Takes the place of `@aws-sdk/client-kms` in function bundles. */
import { fromBase64, parseJson } from './binary-json';
import { type Command, command } from './command';
import { jsonClient, type Output } from './json-client';
import { optionsOf, type SdkOptions } from './sdk-options';

/** Members of responses that the protocol writes as base64. */
const BLOBS = new Set(['CiphertextBlob', 'Plaintext', 'PublicKey', 'Signature']);

const withBlobs = (text: string): Output => {
  const members = Object.entries(parseJson(text));
  return Object.fromEntries(
    members.map(([name, value]) => [name, BLOBS.has(name) ? fromBase64(String(value)) : value]),
  );
};

const SERVICE = { name: 'kms', target: 'TrentService', protocol: '1.1', parse: withBlobs } as const;

export class KMSClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = jsonClient(SERVICE, optionsOf(options));
  }

  send({ operation, input }: Command): Promise<Output> {
    return this.call(operation, input);
  }
}

export const DecryptCommand = command('Decrypt');
export const GenerateDataKeyCommand = command('GenerateDataKey');
export const GetPublicKeyCommand = command('GetPublicKey');
export const SignCommand = command('Sign');
