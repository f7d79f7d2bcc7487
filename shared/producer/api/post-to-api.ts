import { AwsV4Signer } from 'aws4fetch';
import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Sleep } from '../publish-all';
import type { ApiAnswer } from './api-answer';
import { unauthorized, unreachable } from './api-failure';
import { type ApiTarget, current } from './api-options';

/** Milliseconds before each further try. */
const RETRY_DELAYS_MS = [200, 1_000];
/** Milliseconds: API Gateway answers within 30 seconds. */
const TIMEOUT_MS = 35_000;

/**
 * Posts notifications, up to three times while the answer is lost, throttled or a fault of the server: they have their ids,
 * so that a repetition delivers nothing twice.
 *
 * @throws CodedError `producer.unreachable`, `producer.credentials`
 */
export async function postToApi(body: string, target: ApiTarget, sleep: Sleep): Promise<ApiAnswer> {
  for (let tries = 0; ; tries++) {
    const answer = await answerTo(await authorized(body, target), target);
    const delayMs = RETRY_DELAYS_MS[tries];
    if (delayMs === undefined || !isTransient(answer)) return answered(answer, target);
    await sleep(delayMs);
  }
}

interface NoAnswer {
  readonly lost: unknown;
}

/** Entries of a batch that failed are repeated by themselves. */
const isTransient = (answer: ApiAnswer | NoAnswer): boolean =>
  'lost' in answer || answer.status === 429 || (answer.status >= 500 && !('results' in answer.body));

function answered(answer: ApiAnswer | NoAnswer, target: ApiTarget): ApiAnswer {
  if ('lost' in answer) throw unreachable(answer.lost, target);
  return answer;
}

interface Authorized {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function answerTo({ url, ...request }: Authorized, { fetch }: ApiTarget): Promise<ApiAnswer | NoAnswer> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // A redirect is not followed: it would take the token to another place.
    const response = await fetch(url, { method: 'POST', ...request, signal, redirect: 'manual' });
    return { status: response.status, body: objectOf(await response.text()) };
  } catch (lost) {
    return { lost };
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

/** Anew for each try: a signature holds for five minutes, and a token may have been renewed. */
async function authorized(body: string, target: ApiTarget): Promise<Authorized> {
  try {
    return await signed(body, target);
  } catch (error) {
    throw error instanceof CodedError ? error : unauthorized(error);
  }
}

async function signed(body: string, { url, authorization }: ApiTarget): Promise<Authorized> {
  if ('token' in authorization) {
    const token = printable('token', await current(authorization.token));
    return { url, body, headers: { ...JSON_BODY, authorization: `Bearer ${token}` } };
  }
  const { accessKeyId, secretAccessKey, sessionToken } = await current(authorization.credentials);
  const signer = new AwsV4Signer({
    method: 'POST',
    url,
    headers: JSON_BODY,
    body,
    accessKeyId: printable('accessKeyId', accessKeyId),
    secretAccessKey: printable('secretAccessKey', secretAccessKey),
    ...(sessionToken !== undefined && { sessionToken: printable('sessionToken', sessionToken) }),
    service: 'execute-api',
    region: authorization.region,
  });
  const { url: href, headers } = await signer.sign();
  return { url: href.href, body, headers: Object.fromEntries(headers) };
}

/** Checked before it is a header: the error of a runtime would quote it. */
function printable(name: string, secret: unknown): string {
  if (typeof secret === 'string' && /^[\x21-\x7e]+$/.test(secret)) return secret;
  throw new CodedError(
    'producer.credentials',
    `${name} is empty, or has spaces, line breaks or characters that are not ASCII`,
    `give ${name} as it was issued`,
  );
}

function objectOf(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
