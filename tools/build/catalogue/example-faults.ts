import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import { faultsBy } from '../../../shared/catalogue/faults-by-schema';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';
import { type AttachmentReference, checkAttachments } from '../../../shared/domain/mail/attachment';
import { type JsonSchema, typeOfSchema } from '../type-of-schema';
import { alternativesOf, compiled, plain, valuesOf } from './compiler';

/** Values of examples at one place. */
interface Shown {
  readonly value: unknown;
  readonly path: string;
}

/** Faults of all examples of a type whose schema compiles. `path` is that of the type. */
export function exampleFaults({ data, example, examples = [] }: TypeDefinition, path: string): Fault[] {
  const schema = plain(data);
  const all: readonly [Shown, ...Shown[]] = [
    { value: example, path: pointer(path, 'example') },
    ...examples.map((value, index) => ({ value, path: pointer(pointer(path, 'examples'), String(index)) })),
  ];
  const invalid = all.flatMap((one) => invalidFaults(schema, one));
  return invalid.length > 0 ? invalid : [...unshown(schema, all), ...all.flatMap(attachmentFaults)];
}

/** Maps the path /data/… of a notification to /<type>/example/…. */
const invalidFaults = (schema: JsonSchema, { value, path }: Shown): Fault[] =>
  faultsBy({ isValid: compiled(schema), schema }, value).map((fault) => ({
    ...fault,
    path: path + fault.path.slice('/data'.length),
  }));

/**
 * Coverage: an optional property, a list element or an alternative of a union that no example has, so that neither documents
 * nor the check of the mail would show it. One example or element of all must have it.
 */
function unshown(schema: JsonSchema, shown: readonly [Shown, ...Shown[]]): Fault[] {
  if (schema.anyOf === undefined) return [...unshownProperties(schema, shown), ...unshownElements(schema, shown)];
  return alternativesOf(schema).flatMap((alternative) => {
    if (valuesOf(alternative).length > 0) return [];
    const isAccepted = compiled(alternative);
    const [first, ...others] = shown.filter(({ value }) => isAccepted(value));
    return first ? unshown(alternative, [first, ...others]) : [noExample(shown[0].path, alternative)];
  });
}

function unshownProperties({ properties = {} }: JsonSchema, shown: readonly [Shown, ...Shown[]]): Fault[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const [first, ...others] = shown.flatMap(({ value, path }) => {
      const values = value as Readonly<Record<string, unknown>>;
      return Object.hasOwn(values, name) && values[name] !== undefined
        ? [{ value: values[name], path: pointer(path, name) }]
        : [];
    });
    return first ? unshown(property, [first, ...others]) : [leftOut(pointer(shown[0].path, name), name)];
  });
}

function unshownElements({ items }: JsonSchema, shown: readonly [Shown, ...Shown[]]): Fault[] {
  if (items === undefined) return [];
  const [first, ...others] = shown.flatMap(({ value, path }) =>
    (value as readonly unknown[]).map((element, index) => ({ value: element, path: pointer(path, String(index)) })),
  );
  return first ? unshown(items, [first, ...others]) : [emptyList(shown[0].path)];
}

const incomplete = (path: string, message: string): Fault => ({
  code: 'catalogue.example.incomplete',
  path,
  message,
});

const leftOut = (path: string, name: string): Fault =>
  incomplete(
    path,
    `the example leaves out ${name}; give it a value, so that documents show it and the mail is tried with it and without`,
  );

const emptyList = (path: string): Fault =>
  incomplete(
    path,
    'the list of the example is empty; give it an element, so that the mail is tried with it and without',
  );

function noExample(path: string, alternative: JsonSchema): Fault {
  const what = typeOfSchema(alternative)
    .replaceAll(/\/\*\*.*?\*\/|\s+/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  const message = `no example has the alternative ${what.slice(0, 200)}; add to examples one with it, or to the list an element, so that the mail is tried with it`;
  return incomplete(path, message);
}

interface Attaching {
  readonly attachments?: readonly AttachmentReference[];
}

/** Any tenant is allowed: uses that of the first key. */
function attachmentFaults({ value, path }: Shown): Fault[] {
  const { attachments = [] } = value as Attaching;
  const place = pointer(path, 'attachments');
  if (!Array.isArray(attachments) || attachments.some((reference) => typeof reference?.key !== 'string')) return [];
  const checked = checkAttachments(attachments, String(attachments[0]?.key).split('/')[0] ?? '');
  return checked.ok ? [] : [{ code: 'catalogue.example.attachment', path: place, message: checked.reason }];
}
