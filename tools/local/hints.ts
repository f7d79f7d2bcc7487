import type { LocalRun } from './local-run';
import { MINISTACK_INBOX } from './ministack/ministack-inbox';

/** The part of a run that the hints show. */
export interface Shown {
  readonly emulator: Pick<LocalRun['emulator'], 'name' | 'endpoint'>;
  readonly outputs: Pick<LocalRun['outputs'], 'region' | 'topic_arn' | 'unknown_types'>;
  /** Base URL of the HTTP API, without `/v1`; undefined where there is none. */
  readonly apiUrl?: string;
  /** Page of the reference of the HTTP API; undefined where there is none. */
  readonly referenceUrl?: string;
}

/**
 * Commands for a first-time user of a running stack; each line can be copied as it is.
 *
 * @param published id of a notification that was published
 */
export const formatHints = ({ emulator, outputs, ...api }: Shown, published: string): string => `
Carillon is running. Try it from another terminal, in this folder:

  npx carillon status ${published}
  npx carillon publish --as-new examples/order-shipped.json
  npx carillon endpoints list --tenant demo

The first shows the deliveries of a notification, the second publishes one and prints its id, the third lists the
endpoints that receive webhooks.
${inboxHint(emulator)}${apiHint(api, outputs)}
From any program with an AWS SDK, or the AWS CLI (version 2; version 1 may send requests to AWS instead):

  export AWS_ENDPOINT_URL=${emulator.endpoint} AWS_REGION=${outputs.region} AWS_DEFAULT_REGION=${outputs.region}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  export TOPIC_ARN=${outputs.topic_arn}
${unknownTypesHint(outputs)}
Ctrl-C stops everything that was started here; the next start continues from the saved state.`;

/** Only for MiniStack: the inbox of LocalStack is no page. */
const inboxHint = ({ name, endpoint }: Shown['emulator']): string =>
  name === 'ministack'
    ? `
See the mails that were sent, as text, in a browser:

  ${endpoint}${MINISTACK_INBOX}

and one as a mail client shows it:

  npx carillon preview examples/order-shipped.json --open
`
    : '';

/** Without an id, so that each request publishes a new notification. */
const NOTIFICATION = JSON.stringify({
  type: 'order.shipped',
  tenant: 'demo',
  recipients: 'Ada Marlow <ada@example.com>',
  data: { orderNumber: 'A-10293', carrier: 'Northline Express', items: [{ name: 'Walnut desk lamp', quantity: 1 }] },
});

/** Single quotes, because the path of an HTTP API at MiniStack begins with `$default`. */
const apiHint = (
  { apiUrl, referenceUrl }: Pick<Shown, 'apiUrl' | 'referenceUrl'>,
  { region }: Shown['outputs'],
): string =>
  apiUrl === undefined
    ? ''
    : `
Over HTTP, from any language, with the reference in a browser at ${referenceUrl}

  curl --aws-sigv4 aws:amz:${region}:execute-api --user test:test '${apiUrl}/v1/notifications' --json '${NOTIFICATION}'
`;

const unknownTypesHint = ({ unknown_types }: Shown['outputs']): string =>
  unknown_types === 'allow'
    ? '\nwarning: types that the catalogue does not have are accepted here; dev and prod refuse them\n'
    : '';
