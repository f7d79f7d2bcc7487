import type { MailSender } from '../../catalogue/sender-of';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { replaceDisplayControls } from '../../domain/kit/text/display-controls';
import { truncate } from '../../domain/kit/text/truncate';
import { headerText } from '../../domain/mail/header-text';
import {
  type GenericMail,
  isGeneric,
  type MailLayout,
  type MailTemplate,
  type TypeMail,
} from '../../domain/mail/mail-template';
import type { Notification } from '../../domain/notification/notification';
import { type UnsubscribeLink, unsubscribeText } from '../compose/unsubscribe-link';
import { genericTitle, genericVariables } from './generic-mail';
import { genericTemplate } from './generic-template';
import { ACCENTS, layouts } from './layouts';
import { linkFaults } from './link-faults';
import { lookupLocale } from './locale';
import { type RenderedContent, renderTemplate, type TemplateResult } from './render-template';

export interface RenderedMail {
  /** One line of 1 to 200 characters, no control characters. */
  readonly subject: string;
  readonly text: string;
  /** A complete HTML document. */
  readonly html: string;
  /** BCP 47 tag of the mail's language. */
  readonly locale: string;
}

export type RenderResult =
  | { readonly ok: true; readonly mail: RenderedMail }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Values for the footer. */
export interface MailAround {
  readonly sender: Pick<MailSender, 'footer'>;
  /** Undefined for a transactional mail. */
  readonly link?: UnsubscribeLink | undefined;
}

/** In UTF-16 code units, so at most 600 octets: below the 998 of a header line (RFC 5322, section 2.1.1). */
const MAX_SUBJECT_LENGTH = 200;

/**
 * Renders a notification with the templates of its type, or with the generic template if the type has none. Deterministic:
 * no clock, no randomness, no files. Fault codes: `email.template.variable_missing` and `.value_refused` (errors in the
 * data), `.invalid`, `.locale_missing` and `.limit_exceeded` (errors in the template).
 */
export function renderMail(notification: Notification, mail: TypeMail, around: MailAround): RenderResult {
  return isGeneric(mail) ? renderGeneric(notification, mail, around) : renderTemplates(notification, mail, around);
}

function renderTemplates(notification: Notification, template: MailTemplate, around: MailAround): RenderResult {
  const locale = lookupLocale(notification.locale, Object.keys(template.locales), template.defaultLocale);
  const content = Object.hasOwn(template.locales, locale) ? template.locales[locale] : undefined;
  if (content === undefined) return { ok: false, faults: [localeMissing(template)] };
  const { data } = notification;
  const rendered = renderTemplate(content, locale, { data, ...common(notification, locale) });
  return frame(rendered, { notification, locale, layout: template.layout, ...around });
}

function renderGeneric(notification: Notification, mail: GenericMail, around: MailAround): RenderResult {
  const variables = { ...genericVariables(notification, mail), ...common(notification, 'en') };
  return frame(renderTemplate(genericTemplate, 'en', variables), { notification, locale: 'en', ...around });
}

interface Framing extends MailAround {
  readonly notification: Notification;
  readonly locale: string;
  readonly layout?: MailLayout | undefined;
}

function frame(content: TemplateResult, framing: Framing): RenderResult {
  const { notification, locale, layout = 'card', sender, link } = framing;
  if (!content.ok) return content;
  const faults = linkFaults(content.html, locale);
  if (faults.length > 0) return { ok: false, faults };
  const subject = subjectLine(content, notification);
  const variables = { ...common(notification, locale), subject, text: content.text.trim(), html: content.html };
  const unsubscribe = link && { url: link.url, text: unsubscribeText(link, locale) };
  const mail = renderTemplate(layouts[layout], locale, {
    ...variables,
    accent: ACCENTS[notification.severity],
    footer: sender.footer,
    ...(unsubscribe && { unsubscribe }),
  });
  if (!mail.ok) return mail;
  return { ok: true, mail: { subject, text: bodyText(mail.text), html: bodyText(mail.html), locale } };
}

/** An empty subject is replaced by the generic title: clients show a mail without subject as broken. */
const subjectLine = (content: RenderedContent, notification: Notification): string =>
  truncate(headerText(content.subject) || headerText(genericTitle(notification)), MAX_SUBJECT_LENGTH);

/**
 * Removes control characters, which mail forbids, and bidirectional controls, which would reorder the text around a
 * variable. Line separators become spaces, so that one line of data does not look like two. Marks and joiners that
 * right-to-left text and emoji need stay.
 */
const bodyText = (text: string): string =>
  replaceDisplayControls(text, (control) => (/\s/.test(control) ? ' ' : '')).replace(/\p{Surrogate}/gu, '\uFFFD');

const common = ({ id, type, subject, time, tenant, severity }: Notification, locale: string) => ({
  notification: { id, type, ...(subject !== undefined && { subject }), time, tenant, severity, locale },
});

const localeMissing = (template: MailTemplate): Fault => ({
  code: 'email.template.locale_missing',
  path: '',
  message: `template has no texts for its default language '${template.defaultLocale}', only for ${Object.keys(template.locales).join(', ')}; add them`,
});
