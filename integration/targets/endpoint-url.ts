import { CodedError } from '../../shared/domain/kit/errors/coded-error';

const FIX = 'set it to the URL of what answers like AWS, such as http://127.0.0.1:4566';

/** The URL in `AWS_ENDPOINT_URL`, without a path. */
export function endpointUrl({ AWS_ENDPOINT_URL: text } = process.env): string {
  if (!text) throw new CodedError('integration.endpoint.missing', 'AWS_ENDPOINT_URL is not set', FIX);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin;
  throw new CodedError('integration.endpoint.malformed', `AWS_ENDPOINT_URL is '${text}', no URL of a server`, FIX);
}
