import { type DeliveryOutcome, deferred, rejected, retry } from '../../../shared/domain/delivery/outcome';

interface MailError {
  readonly name: string;
  readonly message: string;
  /** Error code of the operating system, where no response came. */
  readonly code?: string;
  /** HTTP status of the response, where one came. */
  readonly status?: number;
}

interface Rule {
  readonly applies: (error: MailError, sender: string) => boolean;
  readonly outcome: (reason: string) => DeliveryOutcome;
}

/** Backoff when throttled. SES limits per second; 5 s, because all functions are throttled together. */
const RATE_SECONDS = 5;
/** The daily quota is a rolling window of 24 hours, so some of it is free again all the time. */
const QUOTA_SECONDS = 3_600;
/** For errors that an operator has to fix: try again every 15 minutes, for three days. */
const OPERATOR_FIX_SECONDS = 900;

/**
 * Minimum wait when it is unknown whether SES accepted the mail. SES reports an accepted mail by an event, usually within
 * seconds; an earlier retry would send the mail twice.
 */
const UNCERTAIN_SECONDS = 300;

const THROTTLED = /^(?:Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|LimitExceeded|SlowDown)/;
const PAUSED = /^(?:AccountSendingPaused|ConfigurationSetSendingPaused)/;
const REFUSED = /^(?:MessageRejected|InvalidParameterValue|InvalidParameterCombination|ValidationError)$/;
const UNFINISHED = /^(?:ConfigurationSetDoesNotExist|MailFromDomainNotVerified)/;

const named = (pattern: RegExp, message: RegExp = /(?:)/): Rule['applies'] => {
  return (error) => pattern.test(error.name) && message.test(error.message);
};

/**
 * The first rule that applies decides; an error without a rule is retried late, because SES may have accepted the mail.
 * Deferred: the account's rate, quota or configuration is the cause, not the mail. Rejected (permanent): only errors that
 * the same mail would get again.
 *
 * @see Amazon SES API reference, SendRawEmail, "Errors"; Developer Guide, "Errors related to the sending quotas" and
 * "Amazon SES email sending errors"
 */
const RULES: readonly Rule[] = [
  { applies: named(THROTTLED, /daily|quota/i), outcome: (why) => deferred(why, QUOTA_SECONDS) },
  { applies: named(THROTTLED), outcome: (why) => deferred(why, RATE_SECONDS) },
  { applies: named(PAUSED), outcome: (why) => deferred(why, OPERATOR_FIX_SECONDS) },
  {
    applies: named(REFUSED, /sending (?:is )?(?:paused|suspended|disabled)/i),
    outcome: (why) => deferred(why, OPERATOR_FIX_SECONDS),
  },
  { applies: named(UNFINISHED), outcome: (why) => deferred(why, OPERATOR_FIX_SECONDS) },
  { applies: isOfSender, outcome: (why) => deferred(why, OPERATOR_FIX_SECONDS) },
  { applies: named(REFUSED), outcome: rejected },
  { applies: isCertain, outcome: retry },
];

/** SES has certainly not accepted the mail: the request was never sent, or SES answered 4xx. */
function isCertain({ code = '', status = 0 }: MailError): boolean {
  const neverLeft = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];
  return neverLeft.includes(code) || (status >= 400 && status < 500);
}

const uncertain = (reason: string): DeliveryOutcome => ({ ...retry(reason), atLeastSeconds: UNCERTAIN_SECONDS });

/**
 * SES's message lists the unverified identities. If the sender is among them, an operator can verify it (deferred); an
 * unverified recipient is a limit of the SES sandbox (rejected).
 */
function isOfSender(error: MailError, sender: string): boolean {
  const [, identities = ''] =
    /not verified[^:]*:\s*(?:the following identities[^:]*:\s*)?(.*)$/i.exec(error.message) ?? [];
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  const own = [sender, domain].map((identity) => identity.toLowerCase());
  return identities.split(/[\s,]+/).some((identity) => own.includes(identity.toLowerCase()));
}

/** The outcome of an SES error. The reason may repeat the address: the ledger holds it anyway, and the log masks it. */
export function mailErrorOutcome(thrown: unknown, sender: string): DeliveryOutcome {
  const error = mailError(thrown);
  const reason = `SES ${error.name}: ${error.message}`;
  return (RULES.find(({ applies }) => applies(error, sender))?.outcome ?? uncertain)(reason);
}

function mailError(thrown: unknown): MailError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const { name, message, code, $metadata } = thrown as Error & {
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  return { name, message, ...(typeof code === 'string' && { code }), ...(status !== undefined && { status }) };
}
