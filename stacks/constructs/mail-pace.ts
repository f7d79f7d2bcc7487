import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';
import { concurrencyOf, sendsMail } from './concurrency';

/**
 * The pace of each function, which together keep to the account's rate: `MAIL_INTERVAL_MS` from one mail to the next.
 * Nothing where no mail is sent.
 */
export const paceVariables = (manifest: ChannelManifest, environment: Environment): Record<string, string> =>
  sendsMail(manifest) ? { MAIL_INTERVAL_MS: String(intervalMs(manifest, environment)) } : {};

const intervalMs = (manifest: ChannelManifest, environment: Environment): number =>
  Math.ceil((1000 * concurrencyOf(manifest, environment)) / environment.mailRatePerSecond);
