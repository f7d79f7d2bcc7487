import { type DeliveryOutcome, rejected, retry } from '../../shared/domain/outcome';

/**
 * Names of SES errors after which the same mail would be refused again. Everything else is retried: throttling, outages
 * and what an operator can mend meanwhile, such as a paused account or a missing configuration set.
 *
 * @see Amazon SES API reference, SendRawEmail, "Errors", and "Common errors"
 */
const PERMANENT = new Set([
  'MessageRejected',
  'InvalidParameterValue',
  'InvalidParameterCombination',
  'ValidationError',
]);

/** What an error of the mailer means. Its message may repeat the address, which the ledger has anyway and the log masks. */
export function mailErrorOutcome(error: unknown): DeliveryOutcome {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const reason = `SES ${name}: ${message}`;
  return PERMANENT.has(name) ? rejected(reason) : retry(reason);
}
