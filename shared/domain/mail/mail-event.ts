import type { Feedback } from '../delivery/feedback';
import { isObject } from '../filter-policy/filter-policy';
import { readJson } from '../kit/json/json';
import { truncate } from '../kit/text/truncate';
import { attributeFault } from '../notification/attribute-rules';
import { readTarget } from '../notification/recipients';
import { headerText } from './header-text';

/** Tags of a mail, which identify its delivery in SES events. */
export const ID_TAG = 'carillon_id';
export const TENANT_TAG = 'carillon_tenant';

/** SES feedback on one of our mails. */
export interface MailFeedback extends Feedback {
  readonly notificationId: string;
  readonly tenant: string;
  /** The target of the delivery, in lower case. */
  readonly address: string;
  /** Summary for logs and events, without an address: `permanent bounce, General, 5.1.1`. */
  readonly summary: string;
  /** Suppress the address for all tenants (`*`), or for this one. */
  readonly suppress?: { readonly scope: string; readonly reason: 'BOUNCE' | 'COMPLAINT' };
}

export type MailEvent =
  | { readonly kind: 'feedback'; readonly feedback: MailFeedback }
  /** Nothing to record: the mail is not ours, or the event does not affect a delivery. */
  | { readonly kind: 'ignored'; readonly what: string }
  | { readonly kind: 'malformed'; readonly code: 'mail_event.malformed'; readonly message: string };

type Json = Readonly<Record<string, unknown>>;

/** Content of an event, before its mail is identified. */
type Finding = Feedback & {
  readonly summary: string;
  readonly suppresses?: Suppresses;
};
type Suppresses = 'everywhere' | 'for the tenant';

const MAX_REASON_LENGTH = 256;

/**
 * Parses an event that SES published to SNS: of a configuration set (`eventType`), or of an identity
 * (`notificationType`), which has no tags and so no delivery of ours. SES also sends a plain-text greeting to a newly
 * configured topic.
 *
 * @see Amazon SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS"
 */
export function readMailEvent(text: string): MailEvent {
  if (text.startsWith('Successfully validated SNS topic')) return { kind: 'ignored', what: 'greeting' };
  const event = object(readJson(text));
  const type = event.eventType ?? event.notificationType;
  if (typeof type !== 'string') return malformed('not an event of SES: no eventType');
  const name = type.replaceAll(' ', '');
  const find = Object.hasOwn(FINDERS, name) ? FINDERS[name] : undefined;
  if (find === undefined) return { kind: 'ignored', what: type.slice(0, 40) };
  const finding = find(event, object(event.mail));
  return 'state' in finding ? ofOurMail(finding, object(event.mail)) : finding;
}

type Finder = (event: Json, mail: Json) => Finding | Exclude<MailEvent, { kind: 'feedback' }>;

const FINDERS: Readonly<Record<string, Finder>> = {
  Send: (_event, { timestamp }) => ({
    state: 'sent',
    at: text(timestamp),
    summary: 'sent',
    reason: 'accepted by SES',
  }),
  Delivery: ({ delivery }) => deliveryFinding(object(delivery)),
  DeliveryDelay: ({ deliveryDelay }) => delayFinding(object(deliveryDelay)),
  Bounce: ({ bounce }) => bounceFinding(object(bounce)),
  Complaint: ({ complaint }) => complaintFinding(object(complaint)),
  Reject: ({ reject }, mail) => rejection(`rejected by SES: ${text(object(reject).reason)}`, mail),
  RenderingFailure: ({ failure }, mail) =>
    rejection(`not rendered by SES: ${text(object(failure).errorMessage)}`, mail),
};

const deliveryFinding = ({ timestamp, smtpResponse }: Json): Finding => ({
  state: 'delivered',
  at: text(timestamp),
  summary: 'delivered',
  reason: text(smtpResponse) || 'accepted by the mail server',
});

const delayFinding = ({ timestamp, delayType, delayedRecipients }: Json): Finding => ({
  state: 'delayed',
  at: text(timestamp),
  ...described(['delayed', text(delayType)], delayedRecipients),
});

/**
 * Permanent bounces of these subtypes prove that the address is gone. The other permanent ones only report a list that
 * the address is on: `OnAccountSuppressionList`, which any sender of the account may have caused, and
 * `UnsubscribedRecipient`. Transient bounces (`MailboxFull`, or an absence note sent as a bounce) and undetermined ones
 * do not predict the next mail.
 *
 * @see Amazon SES Developer Guide, "Bounce types"
 */
const GONE_SUBTYPES: readonly string[] = ['General', 'NoEmail', 'Suppressed'];

/**
 * Enhanced status codes that blame the sender or the mail, not the address: policy and security (5.7: the sender is not
 * authenticated, or blocked), protocol (5.5, except 5.5.0, which Outlook uses for an unknown mailbox), content (5.6), a
 * bad sender address, a mail that is too large.
 *
 * @see RFC 3463; IANA, "SMTP Enhanced Status Codes"
 */
const OUR_FAULT = /^5\.([67]\.\d{1,3}|5\.[1-9]\d{0,2}|1\.[78]|2\.3|3\.4)$/;
/** The code that a mail server's answer begins with: `smtp; 550-5.7.26 This mail …`. */
const ENHANCED_CODE = /^(?:smtp;\s*)?\d{3}[- ](5\.\d{1,3}\.\d{1,3})\b/i;
/** Keywords of servers that give the reason only in words. */
const BLOCKED = /\b(spam|block(ed|list(ed)?)|blacklist(ed)?|unauthenticated|dmarc|spf|dkim|reputation|policy)\b/i;
/** Addresses and host names, which may contain such a keyword. */
const NAMES = /<[^>]*>|\S+@\S+|\S+\.\S+/g;

function bounceFinding({ timestamp, bounceType, bounceSubType, bouncedRecipients }: Json): Finding {
  const said = described([`${text(bounceType).toLowerCase()} bounce`, text(bounceSubType)], bouncedRecipients);
  const isAddress = bounceSubType !== 'General' || !isAboutUs(first(bouncedRecipients));
  const isGone = bounceType === 'Permanent' && GONE_SUBTYPES.includes(text(bounceSubType)) && isAddress;
  return {
    state: 'bounced',
    at: text(timestamp),
    ...said,
    ...(bounceType !== 'Permanent' && { transient: true }),
    ...(isGone && { suppresses: 'everywhere' }),
  };
}

function isAboutUs({ status, diagnosticCode }: Json): boolean {
  const said = text(diagnosticCode);
  const [, code = ''] = ENHANCED_CODE.exec(said) ?? [];
  return OUR_FAULT.test(text(status)) || OUR_FAULT.test(code) || BLOCKED.test(said.replace(NAMES, ''));
}

/** Complaint types that are no complaint by a person: `not-spam` withdraws one, the others are machine reports. */
const NO_COMPLAINTS: readonly unknown[] = ['not-spam', 'auth-failure', 'virus'];

/**
 * A complaint with a subtype, such as `OnAccountSuppressionList`, means that the mail was never sent: there was an
 * earlier complaint, about a mail of any sender of the account.
 *
 * @see Amazon SES Developer Guide, "Complaint object"; RFC 5965 and 6650 for the types
 */
function complaintFinding({ timestamp, complaintFeedbackType: type, complaintSubType }: Json): ReturnType<Finder> {
  if (NO_COMPLAINTS.includes(type)) return { kind: 'ignored', what: text(type) };
  const said = described(['complaint', text(type), text(complaintSubType)], undefined);
  if (text(complaintSubType) !== '') return { state: 'bounced', at: text(timestamp), ...said };
  return { state: 'complained', at: text(timestamp), suppresses: 'for the tenant', ...said };
}

/** A rejection has no timestamp, so it takes that of the mail. */
const rejection = (reason: string, { timestamp }: Json): Finding => ({
  state: 'rejected',
  at: text(timestamp),
  reason,
  summary: 'rejected',
});

/**
 * The first recipient is the only one. The mail server's answer may quote the address, so the summary leaves it out.
 */
function described(words: readonly string[], recipients: unknown): { reason: string; summary: string } {
  const { status, diagnosticCode } = first(recipients);
  const summary = [...words, text(status)].filter((word) => word !== '').join(', ');
  return { summary, reason: [summary, text(diagnosticCode)].filter((part) => part !== '').join(': ') };
}

const first = (values: unknown): Json => object(Array.isArray(values) ? values[0] : undefined);

function ofOurMail({ suppresses, ...finding }: Finding, mail: Json): MailEvent {
  const tags = object(mail.tags);
  const [id, tenant] = [only(tags[ID_TAG]), only(tags[TENANT_TAG])];
  if (id === undefined || tenant === undefined) return { kind: 'ignored', what: 'foreign' };
  const fault = attributeFault('id', id) ?? attributeFault('tenant', tenant);
  if (fault) return malformed(`a tag of the mail is refused: ${fault.message}`);
  const address = onlyAddress(mail.destination);
  if (address === undefined) return malformed('mail.destination is not one address');
  const time = Date.parse(finding.at);
  if (Number.isNaN(time)) return malformed('the event has no timestamp');
  const reason = truncate(headerText(finding.reason), MAX_REASON_LENGTH);
  const scope = suppresses === 'everywhere' ? '*' : (tenant as string);
  return {
    kind: 'feedback',
    feedback: {
      ...finding,
      notificationId: id as string,
      tenant: tenant as string,
      address,
      reason,
      at: new Date(time).toISOString(),
      ...(suppresses && { suppress: { scope, reason: suppresses === 'everywhere' ? 'BOUNCE' : 'COMPLAINT' } }),
    },
  };
}

/**
 * The address the mail was sent to; each of our mails has one recipient. A bounce may name another address, to which it
 * was forwarded.
 */
function onlyAddress(destination: unknown): string | undefined {
  return readTarget(Array.isArray(destination) ? destination.join(',') : '');
}

const malformed = (message: string): MailEvent & { kind: 'malformed' } => ({
  kind: 'malformed',
  code: 'mail_event.malformed',
  message,
});
const object = (value: unknown): Json => (isObject(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** A tag has one value. An array of several is returned as it is, and fails validation. */
const only = (values: unknown): unknown => (Array.isArray(values) && values.length === 1 ? values[0] : values);
