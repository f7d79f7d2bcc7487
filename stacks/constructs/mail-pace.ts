import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';
import { concurrencyOf, sendsMail } from './concurrency';

/**
 * Rate limit of each function instance: `MAIL_INTERVAL_MS` is the minimum time between two mails, such that all instances
 * together stay below the account's SES rate. Empty for a channel that sends no mail.
 */
export const paceVariables = (manifest: ChannelManifest, environment: Environment): Record<string, string> =>
  sendsMail(manifest) ? { MAIL_INTERVAL_MS: String(intervalMs(manifest, environment)) } : {};

const intervalMs = (manifest: ChannelManifest, environment: Environment): number =>
  Math.ceil((1000 * concurrencyOf(manifest, environment)) / environment.mailRatePerSecond);
