import type { Notification } from '../../shared/domain/notification/notification';
import { messageAttributes } from '../../shared/domain/notification/routing';
import { aNotification } from '../../shared/testing/factories';
import { reachedBy } from './properties/routing';
import { anEnvironment } from './testing/environments';
import { synthesize } from './testing/synthesize';

const { plan } = synthesize(anEnvironment('prod'));
const attributesOf = (notification: Partial<Notification>) => messageAttributes(aNotification(notification));
const forChannels = (channels: string) => attributesOf({ channels });

/** Routing of Carillon's own channels depends only on the channels that a notification names. */
test.each([
  ['one for email', forChannels('email'), ['email']],
  ['one for webhook', forChannels('webhook'), ['webhook']],
  ['one for both', forChannels('email,webhook'), ['email', 'webhook']],
  ['one for both, the other way round', forChannels('webhook,email'), ['email', 'webhook']],
  ['one for the audit alone', forChannels('audit'), []],
  ['one for a channel that does not exist', forChannels('a-channel-that-does-not-exist'), []],
  ['one for a channel that begins alike', forChannels('emails,webhooks'), []],
  ['one in another case', forChannels('EMAIL,Webhook'), []],
  ['a message without attributes', {}, []],
  ['a critical one', attributesOf({ channels: 'email', severity: 'critical' }), ['email']],
] as const)(
  '%s reaches the queues of its channels, and the audit, which sees everything',
  (_, attributes, channels) => {
    expect(reachedBy(plan, attributes)).toEqual(
      ['audit', ...channels].map((name) => `aws_sqs_queue.${name}_queue`).sort(),
    );
  },
);
