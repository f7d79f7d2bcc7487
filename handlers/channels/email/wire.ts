import { dynamodbMailPreferences } from '../../../shared/aws/dynamodb/dynamodb-mail-preferences';
import { sesClient } from '../../../shared/aws/ses/ses-client';
import { sesMailer } from '../../../shared/aws/ses/ses-mailer';
import { categoryOf } from '../../../shared/catalogue/category-of';
import { senderOf } from '../../../shared/catalogue/sender-of';
import { typeFaults, type UnknownTypes } from '../../../shared/catalogue/type-faults';
import { typeMail } from '../../../shared/catalogue/type-mail';
import { semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import { type LambdaDependencies, lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import { attachmentStore } from './attachment-store';
import manifest from './channel';
import { type EmailPorts, emailChannel } from './deliver';
import { pacerOf } from './pace/pace-of-channel';
import { unsubscribeLinks } from './unsubscribe-links';

/** Each is up to 7 MB, and in memory four times: raw, as base64, as base64 of that, and as the request. */
const MAX_CONCURRENT_MAILS_WITH_ATTACHMENTS = 2;

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const dependencies = lambdaDependencies(manifest);
  const { channel } = dependencies;
  return createChannelHandler(channel, fanOut(emailChannel(portsOf(dependencies)), channel));
}

function portsOf({ channel: { clock, sleep }, reader, keys }: LambdaDependencies): EmailPorts {
  const environment = readEnvironment([
    'UNSUBSCRIBE_URL',
    'DIRECTORY_TABLE',
    'MAIL_FROM',
    'MAIL_FROM_NAME',
    'MAIL_REPLY_TO',
    'MAIL_INTERVAL_MS',
    'CONFIGURATION_SET',
    'ATTACHMENTS_BUCKET',
    'UNKNOWN_TYPES',
  ]);
  return {
    preferences: dynamodbMailPreferences(reader, environment.DIRECTORY_TABLE),
    mailer: sesMailer(sesClient(clock), environment.CONFIGURATION_SET),
    clock,
    typeMail,
    typeFaults: typeFaults(environment.UNKNOWN_TYPES as UnknownTypes),
    from: environment.MAIL_FROM,
    senderOf: (tenant) => senderOf(tenant, environment.MAIL_FROM_NAME),
    replyTo: environment.MAIL_REPLY_TO,
    pacer: pacerOf(manifest, { intervalMs: Number(environment.MAIL_INTERVAL_MS), clock, sleep }),
    categoryOf,
    linkOf: unsubscribeLinks(keys, environment.UNSUBSCRIBE_URL),
    store: attachmentStore(environment.ATTACHMENTS_BUCKET),
    slots: semaphore(MAX_CONCURRENT_MAILS_WITH_ATTACHMENTS),
  };
}
