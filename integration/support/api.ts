import { createHash, createHmac } from 'node:crypto';
import { region, state } from './harness';

/** URL of the HTTP API at the emulator: `<api>.execute-api.<region>…` does not resolve here. */
export function apiUrl(path: string, base: string = state.outputs.api_url ?? ''): string {
  const [api] = new URL(base).hostname.split('.');
  return `${state.endpoint}${state.httpApiPath}/${api}/$default${path}`;
}

export interface ApiCall {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A token; @default the request is signed with AWS credentials */
  readonly token?: string;
  /** Sends neither signature nor token. @default false */
  readonly anonymous?: boolean;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any route
  readonly body: any;
}

/** Calls the HTTP API as a program without our SDK does. */
export async function callApi(method: string, path: string, call: ApiCall = {}): Promise<ApiAnswer> {
  const { body, headers = {}, token, anonymous = false } = call;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const url = new URL(apiUrl(path));
  const given = { ...(text !== '' && { 'content-type': 'application/json' }), ...headers };
  const authorization = token === undefined ? (anonymous ? {} : signed(method, url, text)) : bearer(token);
  const response = await fetch(url, {
    method,
    headers: { ...given, ...authorization },
    ...(text !== '' && { body: text }),
  });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: answer === '' ? undefined : JSON.parse(answer) };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** AWS Signature Version 4 for `execute-api`, written from its documentation ("Create a signed AWS API request"). */
function signed(method: string, { pathname, searchParams, host }: URL, body: string): Record<string, string> {
  const date = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = `${date.slice(0, 8)}/${region}/execute-api/aws4_request`;
  const path = pathname.split('/').map(encodeURIComponent).join('/');
  searchParams.sort();
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const headers = `host:${host}\nx-amz-date:${date}\n`;
  const request = [method, path, String(searchParams), headers, 'host;x-amz-date', hash(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(request)].join('\n');
  const key = [date.slice(0, 8), region, 'execute-api', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    'AWS4test',
  );
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  return {
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
}
