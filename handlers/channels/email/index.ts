import { setTimeout as sleep } from 'node:timers/promises';
import { dynamodbMailPreferences } from '../../../shared/aws/dynamodb/dynamodb-mail-preferences';
import { sesClient } from '../../../shared/aws/ses/ses-client';
import { sesMailer } from '../../../shared/aws/ses/ses-mailer';
import { categoryOf } from '../../../shared/catalogue/category-of';
import { senderOf } from '../../../shared/catalogue/sender-of';
import { typeFaults, type UnknownTypes } from '../../../shared/catalogue/type-faults';
import { typeMail } from '../../../shared/catalogue/type-mail';
import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import { attachmentStore } from './attachment-store';
import manifest from './channel';
import { emailChannel } from './deliver';
import { createLimiter } from './pace/limiter';
import { pacerOf } from './pace/pace-of-channel';
import { unsubscribeLinks } from './unsubscribe-links';

const {
  DIRECTORY_TABLE,
  UNSUBSCRIBE_URL,
  MAIL_FROM,
  MAIL_FROM_NAME,
  MAIL_REPLY_TO,
  MAIL_INTERVAL_MS,
  CONFIGURATION_SET,
  ATTACHMENTS_BUCKET,
  UNKNOWN_TYPES,
} = readEnvironment([
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
/** At once: each is up to 7 MB, and is in memory as itself, as base64, as base64 of that, and as the request. */
const MAILS_WITH_ATTACHMENTS = 2;

const { channel, reader, keys } = lambdaDependencies(manifest);
const preferences = dynamodbMailPreferences(reader, DIRECTORY_TABLE);
const mailer = sesMailer(sesClient(channel.clock), CONFIGURATION_SET);
const pacer = pacerOf(manifest, { intervalMs: Number(MAIL_INTERVAL_MS), clock: channel.clock, sleep });
const ports = {
  preferences,
  mailer,
  clock: channel.clock,
  typeMail,
  typeFaults: typeFaults(UNKNOWN_TYPES as UnknownTypes),
  from: MAIL_FROM,
  senderOf: (tenant: string) => senderOf(tenant, MAIL_FROM_NAME),
  replyTo: MAIL_REPLY_TO,
  pacer,
  categoryOf,
  linkOf: unsubscribeLinks(keys, UNSUBSCRIBE_URL),
  store: attachmentStore(ATTACHMENTS_BUCKET),
  limiter: createLimiter(MAILS_WITH_ATTACHMENTS),
};

export const handler = createChannelHandler(channel, fanOut(emailChannel(ports), channel));
