import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { signer } from './sign-request';

/** The hash that the AWS SDK for JavaScript is given: HMAC with a secret, SHA-256 without one. */
class Sha256 {
  private readonly hash;
  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: unknown) {
    this.hash.update(data as string);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
  reset() {}
}

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const scope = { region: 'eu-central-1', service: 'dynamodb' };

async function bySdk(headers: Record<string, string>, body: string, now: Date, sessionToken?: string) {
  const keys = { ...credentials, ...(sessionToken && { sessionToken }) };
  const sdk = new SignatureV4({ ...scope, credentials: keys, sha256: Sha256 as never, applyChecksum: false });
  const request = { method: 'POST', protocol: 'https:', hostname: 'h', path: '/', query: {}, headers, body };
  const signed: unknown = await sdk.sign(request as never, { signingDate: now });
  return (signed as { headers: Record<string, string> }).headers;
}

test('signatures are those of the AWS SDK, whatever body, time and token are', async () => {
  const bodies = fc.string({ unit: 'grapheme', maxLength: 500 });
  const times = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const tokens = fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,80}$/), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(bodies, times, tokens, async (body, now, sessionToken) => {
      const headers = { host: 'dynamodb.eu-central-1.amazonaws.com', 'x-amz-target': 'DynamoDB_20120810.GetItem' };
      const sign = signer({ ...credentials, ...(sessionToken && { sessionToken }) }, scope);
      expect(sign(headers, body, now)).toEqual(await bySdk(headers, body, now, sessionToken));
    }),
  );
});

test('the signing key changes with the day', async () => {
  const sign = signer(credentials, scope);
  for (const time of ['2026-11-30T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2026-11-30T23:59:59.999Z']) {
    const headers = { host: 'dynamodb.eu-central-1.amazonaws.com' };
    expect(sign(headers, '{}', new Date(time))).toEqual(await bySdk(headers, '{}', new Date(time)));
  }
});
