import { setTimeout as sleep } from 'node:timers/promises';
import { SESClient } from '@aws-sdk/client-ses';
import { dynamodbMailPreferences } from '../../shared/aws/dynamodb-mail-preferences';
import { lambdaDependencies, requestHandler } from '../../shared/aws/lambda-dependencies';
import { sesMailer } from '../../shared/aws/ses-mailer';
import { categoryOf } from '../../shared/catalogue/category-of';
import { mailTemplate } from '../../shared/catalogue/mail-template';
import { createChannelHandler } from '../../shared/runtime/channel-handler';
import { deliverTargets } from '../../shared/runtime/deliver-targets';
import { readEnvironment } from '../../shared/runtime/read-environment';
import manifest from './channel';
import { emailChannel } from './deliver';
import { pacerOf } from './pace-of-channel';

const { DIRECTORY_TABLE, MAIL_FROM, MAIL_REPLY_TO, MAIL_INTERVAL_MS, CONFIGURATION_SET } = readEnvironment([
  'DIRECTORY_TABLE',
  'MAIL_FROM',
  'MAIL_REPLY_TO',
  'MAIL_INTERVAL_MS',
  'CONFIGURATION_SET',
]);
const { channel, dynamodb } = lambdaDependencies(manifest);
const preferences = dynamodbMailPreferences(dynamodb, DIRECTORY_TABLE);
// SES's own retries would burn the account's rate; a throttled mail waits in the queue.
const mailer = sesMailer(new SESClient({ maxAttempts: 1, requestHandler: requestHandler(10_000) }), CONFIGURATION_SET);
const pacer = pacerOf(manifest, { intervalMs: Number(MAIL_INTERVAL_MS), clock: channel.clock, sleep });
const ports = {
  ...{ preferences, mailer, clock: channel.clock, templateOf: mailTemplate, from: MAIL_FROM },
  ...{ replyTo: MAIL_REPLY_TO, pacer, categoryOf },
  // Until the function that answers them is part of the stack.
  linkOf: async () => undefined,
};

export const handler = createChannelHandler(channel, deliverTargets(emailChannel(ports), channel));
