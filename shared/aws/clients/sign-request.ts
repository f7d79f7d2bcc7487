import { createHmac, hash } from 'node:crypto';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

export interface Scope {
  readonly region: string;
  /** Signing name, such as `dynamodb`. */
  readonly service: string;
}

/**
 * Signs a `POST /` without a query, with Signature Version 4.
 *
 * @param headers lower-case names; all of them are signed, `host` must be one
 * @param now time of the signature; AWS refuses one that is more than five minutes off
 * @returns the headers with `x-amz-date`, `x-amz-security-token` and `authorization`
 * @see AWS Identity and Access Management User Guide, Create a signed AWS API request
 */
export type Sign = (
  headers: Readonly<Record<string, string>>,
  body: string,
  now: Date,
) => Readonly<Record<string, string>>;

export function signer({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials, scope: Scope): Sign {
  const keyOf = signingKeys(secretAccessKey, scope);
  const token = sessionToken === undefined ? undefined : { 'x-amz-security-token': sessionToken };
  return (given, body, now) => {
    const date = amzDate(now);
    const day = date.slice(0, 8);
    const headers: Record<string, string> = { ...given, ...token, 'x-amz-date': date };
    const names = Object.keys(headers).sort();
    const signed = names.join(';');
    const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
    const request = `POST\n/\n\n${lines}\n${signed}\n${hash('sha256', body)}`;
    const credentialScope = `${day}/${scope.region}/${scope.service}/aws4_request`;
    const text = `AWS4-HMAC-SHA256\n${date}\n${credentialScope}\n${hash('sha256', request)}`;
    const signature = createHmac('sha256', keyOf(day)).update(text).digest('hex');
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${credentialScope}, SignedHeaders=${signed}, Signature=${signature}`;
    return headers;
  };
}

/** A signing key is valid for a day, so it is derived once a day. */
function signingKeys(secret: string, { region, service }: Scope): (day: string) => Buffer {
  let current = { day: '', key: Buffer.alloc(0) };
  return (day) => {
    if (current.day !== day) {
      const parts = [day, region, service, 'aws4_request'];
      const key = parts.reduce(
        (key, part) => createHmac('sha256', key).update(part).digest(),
        Buffer.from(`AWS4${secret}`),
      );
      current = { day, key };
    }
    return current.key;
  };
}

/** `20261130T061955Z`. */
const amzDate = (now: Date): string => `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
