import type { Feedback } from '../delivery/feedback';
import { isObject } from '../filter-policy/filter-policy';
import { readJson } from '../kit/json/json';
import { truncate } from '../kit/text/truncate';
import { attributeFault } from '../notification/attribute-rules';
import { readTarget } from '../notification/recipients';
import { headerText } from './header-text';

/** The tags that a mail carries, so that events of it name the delivery. */
export const ID_TAG = 'carillon_id';
export const TENANT_TAG = 'carillon_tenant';

/** What SES reports of one of our mails. */
export interface MailFeedback extends Feedback {
  readonly notificationId: string;
  readonly tenant: string;
  /** In lower case: the target of the delivery. */
  readonly address: string;
  /** In a few words without an address, for logs and events: `permanent bounce, General, 5.1.1`. */
  readonly summary: string;
  /** The address must not be mailed any more: by nobody (`*`), or by this tenant. */
  readonly suppress?: { readonly scope: string; readonly reason: 'BOUNCE' | 'COMPLAINT' };
}

export type MailEvent =
  | { readonly kind: 'feedback'; readonly feedback: MailFeedback }
  /** Nothing to record: not of our mail, or of no consequence for a delivery. */
  | { readonly kind: 'ignored'; readonly what: string }
  | { readonly kind: 'malformed'; readonly code: 'mail_event.malformed'; readonly message: string };

type Json = Readonly<Record<string, unknown>>;

/** What an event says of a mail, before it is known whose mail it is. */
type Finding = Feedback & {
  readonly summary: string;
  readonly suppresses?: Suppresses;
};
type Suppresses = 'everywhere' | 'for the tenant';

const MAX_REASON_LENGTH = 256;

/**
 * Reads an event that SES published to SNS: of a configuration set (`eventType`), or of an identity (`notificationType`),
 * which names no tags and so no delivery of ours. SES also greets a topic that it was pointed to, in plain text.
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
 * After a permanent bounce of these the address is gone. What else SES calls permanent is about a list that the address is on
 * (`OnAccountSuppressionList`, which any sender of the account may have put it on; `UnsubscribedRecipient`): it was not sent,
 * and says nothing of the address. A transient bounce (`MailboxFull`, and also an absence note that a server sent as a
 * bounce) and an undetermined one say nothing of the next mail.
 *
 * @see Amazon SES Developer Guide, "Bounce types"
 */
const GONE_SUBTYPES: readonly string[] = ['General', 'NoEmail', 'Suppressed'];

/**
 * Enhanced status codes that tell of us or of the mail, not of the address: policy and security (5.7: the sender is not
 * authenticated, or blocked), protocol (5.5, but for 5.5.0, by which Outlook says that a mailbox is unknown), content (5.6), a
 * bad address of the sender, a mail that is too large.
 *
 * @see RFC 3463; IANA, "SMTP Enhanced Status Codes"
 */
const OUR_FAULT = /^5\.([67]\.\d{1,3}|5\.[1-9]\d{0,2}|1\.[78]|2\.3|3\.4)$/;
/** The code that a mail server's answer begins with: `smtp; 550-5.7.26 This mail …`. */
const ENHANCED_CODE = /^(?:smtp;\s*)?\d{3}[- ](5\.\d{1,3}\.\d{1,3})\b/i;
/** Of servers that say it in words alone. */
const BLOCKED = /\b(spam|block(ed|list(ed)?)|blacklist(ed)?|unauthenticated|dmarc|spf|dkim|reputation|policy)\b/i;
/** The address itself, and hosts, may be called so. */
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

/** Complaints that no person made: `not-spam` takes one back, the others are reports of machines. */
const NO_COMPLAINTS: readonly unknown[] = ['not-spam', 'auth-failure', 'virus'];

/**
 * One of a subtype, such as `OnAccountSuppressionList`, was never sent: somebody has complained before, of a mail of any
 * sender of the account.
 *
 * @see Amazon SES Developer Guide, "Complaint object"; RFC 5965 and 6650 for the types
 */
function complaintFinding({ timestamp, complaintFeedbackType: type, complaintSubType }: Json): ReturnType<Finder> {
  if (NO_COMPLAINTS.includes(type)) return { kind: 'ignored', what: text(type) };
  const said = described(['complaint', text(type), text(complaintSubType)], undefined);
  if (text(complaintSubType) !== '') return { state: 'bounced', at: text(timestamp), ...said };
  return { state: 'complained', at: text(timestamp), suppresses: 'for the tenant', ...said };
}

/** These have no time of their own. */
const rejection = (reason: string, { timestamp }: Json): Finding => ({
  state: 'rejected',
  at: text(timestamp),
  reason,
  summary: 'rejected',
});

/** The first recipient is the only one. What its mail server said may quote the address: it is no part of the summary. */
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

/** Each of our mails has one recipient. It is where we sent it: what bounced may be where that was forwarded to. */
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
/** A tag has one value. A list of several stays one, which no rule accepts. */
const only = (values: unknown): unknown => (Array.isArray(values) && values.length === 1 ? values[0] : values);
