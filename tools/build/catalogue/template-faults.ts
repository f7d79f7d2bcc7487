import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';
import { isGeneric } from '../../../shared/domain/mail/mail-template';
import type { Notification } from '../../../shared/domain/notification/notification';
import { renderMail } from '../../../shared/mail/render/render';
import { plain } from './compiler';
import { variationsOf } from './data-variations';

/**
 * Faults of the mail in all languages, for every example and its variations: a template that needs an optional property
 * otherwise fails only at the first notification without it. Requires valid examples.
 */
export function templateFaults(definition: TypeDefinition, path: string): Fault[] {
  const { mail, data, example, examples = [] } = definition;
  const schema = plain(data);
  const variations = [example, ...examples].flatMap((one) => variationsOf(schema, one));
  const locales = isGeneric(mail) ? [['en', path] as const] : localesOf(Object.keys(mail.locales), path);
  return locales.flatMap(([locale, place]) => {
    const faults = variations.flatMap((values) => renderFaults(definition, locale, values));
    return distinct(faults.map((fault) => ({ ...fault, path: place })));
  });
}

const localesOf = (locales: readonly string[], path: string) =>
  locales.map((locale) => [locale, pointer(pointer(path, 'locales'), locale)] as const);

function renderFaults({ type, severity, mail }: TypeDefinition, locale: string, data: unknown): Fault[] {
  const result = renderMail({ ...NOTIFICATION, type, severity, locale, data }, mail, { sender: { footer: ['x'] } });
  if (!result.ok) return [...result.faults];
  const { subject, text, html } = result.mail;
  // A text that begins with the signature has no content.
  const isComplete = subject !== '' && /^(?!-- )\S/.test(text) && html.startsWith('<!');
  return isComplete ? [] : [emptyPart(locale)];
}

const NOTIFICATION = {
  specversion: '1.0',
  id: '01M83VVAE0DXK8DR745633EZ6J',
  source: '/catalogue',
  datacontenttype: 'application/json',
  time: '2026-11-23T09:30:00Z',
  tenant: 'demo',
  channels: 'email',
} satisfies Partial<Notification>;

const emptyPart = (locale: string): Fault => ({
  code: 'catalogue.mail.empty',
  path: '',
  message: `a part of the mail in '${locale}' is empty`,
});

const distinct = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map((fault) => [fault.message, fault])).values(),
];
