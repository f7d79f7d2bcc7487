import { type DeliveryOutcome, deferred, rejected, retry } from '../../../shared/domain/delivery/outcome';

interface MailError {
  readonly name: string;
  readonly message: string;
  /** Of the operating system, where no answer came. */
  readonly code?: string;
  /** HTTP status of the answer, where one came. */
  readonly status?: number;
}

interface Rule {
  readonly applies: (error: MailError, sender: string) => boolean;
  readonly outcome: (reason: string) => DeliveryOutcome;
}

/** SES counts each second anew. Long enough that the functions, which all hear of it at once, are not told so again. */
const RATE_SECONDS = 5;
/** The quota is of the last 24 hours, so that a little of it comes back all the time. */
const QUOTA_SECONDS = 3_600;
/** What an operator has to mend: looked at again every quarter of an hour, for three days. */
const MENDING_SECONDS = 900;

/**
 * After an error that does not tell whether SES took the mail. SES says so of a mail that it took by an event, within
 * seconds as a rule; sooner, the mail would be sent a second time.
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
 * The first that applies counts; whatever none applies to is retried, but not soon, for SES may have taken the mail.
 * Deferred is what is no fault of the mail's: the account has no room for it, or may not send. Permanent is only what
 * would be refused again as it is.
 *
 * @see Amazon SES API reference, SendRawEmail, "Errors"; Developer Guide, "Errors related to the sending quotas" and
 * "Amazon SES email sending errors"
 */
const RULES: readonly Rule[] = [
  { applies: named(THROTTLED, /daily|quota/i), outcome: (why) => deferred(why, QUOTA_SECONDS) },
  { applies: named(THROTTLED), outcome: (why) => deferred(why, RATE_SECONDS) },
  { applies: named(PAUSED), outcome: (why) => deferred(why, MENDING_SECONDS) },
  {
    applies: named(REFUSED, /sending (?:is )?(?:paused|suspended|disabled)/i),
    outcome: (why) => deferred(why, MENDING_SECONDS),
  },
  { applies: named(UNFINISHED), outcome: (why) => deferred(why, MENDING_SECONDS) },
  { applies: isOfSender, outcome: (why) => deferred(why, MENDING_SECONDS) },
  { applies: named(REFUSED), outcome: rejected },
  { applies: isCertain, outcome: retry },
];

/** The request never left, or SES says that the fault is on our side (4xx). */
function isCertain({ code = '', status = 0 }: MailError): boolean {
  const neverLeft = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];
  return neverLeft.includes(code) || (status >= 400 && status < 500);
}

const uncertain = (reason: string): DeliveryOutcome => ({ ...retry(reason), atLeastSeconds: UNCERTAIN_SECONDS });

/**
 * SES names the identities that it has not verified: the sender's is the account's fault and can be mended, that of a
 * recipient is the sandbox's.
 */
function isOfSender(error: MailError, sender: string): boolean {
  const [, identities = ''] =
    /not verified[^:]*:\s*(?:the following identities[^:]*:\s*)?(.*)$/i.exec(error.message) ?? [];
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  const own = [sender, domain].map((identity) => identity.toLowerCase());
  return identities.split(/[\s,]+/).some((identity) => own.includes(identity.toLowerCase()));
}

/** What an error of the mailer means. Its message may repeat the address, which the ledger has anyway and the log masks. */
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
