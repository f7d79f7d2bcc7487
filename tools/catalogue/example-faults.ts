import type { TypeDefinition } from '../../shared/catalogue/define-type';
import { faultsBy } from '../../shared/catalogue/faults-by-schema';
import type { Fault } from '../../shared/domain/coded-error';
import { pointer } from '../../shared/domain/json/json-pointer';
import { type AttachmentReference, checkAttachments } from '../../shared/domain/mail/attachment';
import type { JsonSchema } from '../type-of-schema';
import { alternativeFor, compiled, plain } from './compiler';

/** For a schema that compiles. */
export function exampleFaults({ data, example }: TypeDefinition, path: string): Fault[] {
  const schema = plain(data);
  const invalid = faultsBy({ isValid: compiled(schema), schema }, example);
  // Their place is /data/… in a notification, and /<type>/example/… here.
  if (invalid.length > 0) return invalid.map((fault) => ({ ...fault, path: path + fault.path.slice('/data'.length) }));
  return [...unshown(schema, example, path), ...attachmentFaults(example as Attaching, path)];
}

/** Optional properties that the example leaves out: neither documents nor the check of the mail would know them. */
function unshown(schema: JsonSchema, example: unknown, path: string): Fault[] {
  const { items, properties = {} } = alternativeFor(schema, example) ?? {};
  if (Array.isArray(example)) return items && example.length > 0 ? unshown(items, example[0], pointer(path, '0')) : [];
  return Object.entries(properties).flatMap(([name, property]) => {
    const value = (example as Readonly<Record<string, unknown>>)[name];
    const place = pointer(path, name);
    return value === undefined ? [leftOut(place, name)] : unshown(property, value, place);
  });
}

const leftOut = (path: string, name: string): Fault => ({
  code: 'catalogue.example.incomplete',
  path,
  message: `the example leaves out ${name}; give it a value, so that documents show it and the mail is tried with it and without`,
});

interface Attaching {
  readonly attachments?: readonly AttachmentReference[];
}

/** Of any tenant: the one that its first key names. */
function attachmentFaults({ attachments = [] }: Attaching, path: string): Fault[] {
  const place = pointer(path, 'attachments');
  if (!Array.isArray(attachments) || attachments.some((reference) => typeof reference?.key !== 'string')) return [];
  const checked = checkAttachments(attachments, String(attachments[0]?.key).split('/')[0] ?? '');
  return checked.ok ? [] : [{ code: 'catalogue.example.attachment', path: place, message: checked.reason }];
}
