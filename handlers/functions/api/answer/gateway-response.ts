import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Answer } from '../api-route';

/** Answers hold personal data and, once, secrets: no cache may keep them, and no page may frame or sniff them. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/** Seconds after which a request that AWS did not answer is worth another try. */
const RETRY_AFTER_SECONDS = '2';

export const gatewayResponse = ({ status, body, headers }: Answer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...HEADERS,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(status === 503 && { 'retry-after': RETRY_AFTER_SECONDS }),
    ...headers,
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});
