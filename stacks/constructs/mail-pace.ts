import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';

/** AWS takes no less (Lambda API reference, ScalingConfig). */
const MIN_CONCURRENCY = 2;

/** What sends mail runs in no more functions than the account takes mails a second: each would mostly wait. */
export const concurrencyOf = (manifest: ChannelManifest, { mailRatePerSecond }: Environment): number =>
  sendsMail(manifest)
    ? Math.min(manifest.function.maximumConcurrency, Math.max(MIN_CONCURRENCY, Math.floor(mailRatePerSecond)))
    : manifest.function.maximumConcurrency;

/**
 * The pace of each function, which together keep to the account's rate: `MAIL_INTERVAL_MS` from one mail to the next.
 * Nothing where no mail is sent.
 */
export const paceVariables = (manifest: ChannelManifest, environment: Environment): Record<string, string> =>
  sendsMail(manifest) ? { MAIL_INTERVAL_MS: String(intervalMs(manifest, environment)) } : {};

const intervalMs = (manifest: ChannelManifest, environment: Environment): number =>
  Math.ceil((1000 * concurrencyOf(manifest, environment)) / environment.mailRatePerSecond);

const sendsMail = ({ capabilities }: ChannelManifest): boolean => capabilities.includes('email:send');
