import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import { nearest } from '../../../shared/catalogue/nearest';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';
import { isHeaderText } from '../../../shared/domain/mail/header-text';
import {
  type GenericMail,
  isGeneric,
  type MailTemplate,
  type TypeMail,
} from '../../../shared/domain/mail/mail-template';
import { attributeFault, shown } from '../../../shared/domain/notification/attribute-rules';
import { parseRecipients } from '../../../shared/domain/notification/recipients';
import { layouts } from '../../../shared/mail/render/layouts';
import { duplicateFaults, nameFaults, suggestion } from './name-fault';

const GENERIC = ['forPeople', 'title'];
const TEMPLATES = ['defaultLocale', 'locales', 'layout', 'replyTo', 'attachments'];

/** Faults of a type's mail settings; `template-faults.ts` renders the templates. */
export function mailFaults({ mail, data }: TypeDefinition, path: string): Fault[] {
  const shape = shapeFaults(mail, path);
  if (shape.length > 0) return shape;
  const properties = Object.keys(data.properties);
  const attaches = !isGeneric(mail) && mail.attachments === true;
  return [
    ...(isGeneric(mail) ? genericFaults(mail, properties, path) : templateFaults(mail, path)),
    ...attachmentFaults(attaches, properties.includes('attachments'), path),
  ];
}

/** A mail is either generic (`forPeople`) or has templates; with both, one would be ignored. */
function shapeFaults(mail: TypeMail, path: string): Fault[] {
  const isWhole = isGeneric(mail) || (mail.defaultLocale !== undefined && mail.locales !== undefined);
  const known = isGeneric(mail) ? GENERIC : [...TEMPLATES, ...(isWhole ? [] : GENERIC)];
  const message = 'has neither forPeople nor templates; add forPeople, or defaultLocale and locales';
  return [
    ...(isWhole ? [] : [{ code: 'catalogue.mail.incomplete', path, message }]),
    ...Object.keys(mail).flatMap((name) => nameFaults('catalogue.mail.unknown', pointer(path, name), name, known)),
  ];
}

function genericFaults({ title, forPeople }: GenericMail, properties: readonly string[], path: string): Fault[] {
  const place = pointer(path, 'forPeople');
  return [
    ...forPeople.flatMap((name, index) => propertyFaults(name, properties, pointer(place, String(index)))),
    ...duplicateFaults('catalogue.mail.property_repeated', place, forPeople),
    ...(title === undefined || (title !== '' && isHeaderText(title))
      ? []
      : [titleFault(pointer(path, 'title'), title)]),
  ];
}

/** Refuses paths in `forPeople`: a property is shown whole, and a path of any syntax would show nothing. */
function propertyFaults(name: string, properties: readonly string[], path: string): Fault[] {
  if (properties.includes(name)) return [];
  const steps = name.split(/[^\p{L}\p{N}_-]+/u).filter((step) => step !== '');
  const whole = [steps[0], steps[1]].find((step) => step !== undefined && properties.includes(step));
  const message =
    whole === undefined
      ? `the data has no property ${shown(name)}; ${suggestion(nearest(name, properties), properties)}`
      : `${shown(name)} is a path, and properties are shown whole; write ${whole}`;
  return [{ code: 'catalogue.mail.property_unknown', path, message }];
}

const titleFault = (path: string, title: string): Fault => ({
  code: 'catalogue.mail.title_malformed',
  path,
  message: `title is ${shown(title)}, expected one line of text without spaces around it`,
});

function templateFaults({ layout = 'card', replyTo, defaultLocale, locales }: MailTemplate, path: string): Fault[] {
  const tags = Object.keys(locales);
  const place = pointer(path, 'locales');
  return [
    ...nameFaults('catalogue.mail.layout_unknown', pointer(path, 'layout'), layout, Object.keys(layouts)),
    ...nameFaults('catalogue.mail.locale_unknown', pointer(path, 'defaultLocale'), defaultLocale, tags),
    ...tags.flatMap((tag) => tagFaults(tag, pointer(place, tag))),
    ...(replyTo === undefined || isAddress(replyTo) ? [] : [replyToFault(pointer(path, 'replyTo'), replyTo)]),
  ];
}

/** Refuses a locale that no notification could select. */
function tagFaults(tag: string, path: string): Fault[] {
  const fault = attributeFault('locale', tag);
  return fault === undefined ? [] : [{ ...fault, code: 'catalogue.mail.locale_malformed', path }];
}

function isAddress(text: string): boolean {
  const parsed = parseRecipients(text);
  return parsed.ok && parsed.recipients.map(({ address }) => address).join() === text;
}

const replyToFault = (path: string, replyTo: string): Fault => ({
  code: 'catalogue.mail.reply_to_malformed',
  path,
  message: `replyTo is ${shown(replyTo)}, expected one address in ASCII, such as support@example.com`,
});

function attachmentFaults(attaches: boolean, refers: boolean, path: string): Fault[] {
  if (attaches === refers) return [];
  const message = attaches
    ? 'attaches files, and the data has no property attachments; add attachments() of fields.ts to it'
    : 'attaches nothing, and the data has a property attachments; add attachments: true to templates, or take it out';
  return [{ code: 'catalogue.mail.attachments', path, message }];
}
