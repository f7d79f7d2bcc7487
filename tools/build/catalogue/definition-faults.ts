import { channels as deployed } from '../../../handlers';
import { categories } from '../../../shared/catalogue/categories';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';
import { attributeFault, shown } from '../../../shared/domain/notification/attribute-rules';
import { SEVERITIES } from '../../../shared/domain/notification/notification';
import { identifier, plain } from './compiler';
import { exampleFaults } from './example-faults';
import { fileFaults } from './file-faults';
import { mailFaults } from './mail-faults';
import { duplicateFaults, nameFaults } from './name-fault';
import { commentEnd, schemaFaults } from './schema-faults';
import { templateFaults } from './template-faults';

/**
 * @param folder of the files that define them
 * @throws `catalogue.type.invalid` with everything that is wrong with any of them
 */
export function requireValid(definitions: readonly TypeDefinition[], folder: string): void {
  const faults = [...definitionFaults(definitions), ...fileFaults(definitions, folder)];
  if (faults.length === 0) return;
  const what = `the types of shared/catalogue have ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`;
  const fix = 'correct what the paths name, which begin with the type or its file, and run npm run generate';
  throw new CodedError('catalogue.type.invalid', what, fix, faults);
}

/** Faults of types that would otherwise appear only in use, as a refusal or an incomplete mail. */
export const definitionFaults = (definitions: readonly TypeDefinition[]): Fault[] => [
  ...definitions.flatMap((definition) => judged(definition, pointer('', String(definition.type)))),
  ...sharedNames(definitions.filter(({ type }) => typeof type === 'string')),
];

/** A check may throw: `npm run generate` does no type checks, so values may differ from `TypeDefinition`. */
function judged(definition: TypeDefinition, path: string): Fault[] {
  try {
    return faultsOf(definition, path);
  } catch (error) {
    const message = `cannot be judged (${error}); compare it with shared/catalogue/define-type.ts, and run npx tsc`;
    return [{ code: 'catalogue.type.not_judged', path, message }];
  }
}

/** Missing properties stop further checks of the type. The compiler finds them too, but need not run before. */
function faultsOf(definition: TypeDefinition, path: string): Fault[] {
  const missing = REQUIRED.filter((name) => definition[name] === undefined);
  return [
    ...missing.map((name) => missingProperty(name, path)),
    ...Object.keys(definition).flatMap((name) =>
      nameFaults('catalogue.type.property_unknown', pointer(path, name), name, PROPERTIES),
    ),
    ...(missing.length === 0 ? contentFaults(definition, path) : []),
  ];
}

const REQUIRED = ['type', 'description', 'data', 'channels', 'severity', 'mail', 'example'] as const;
const PROPERTIES: readonly (keyof TypeDefinition)[] = [...REQUIRED, 'category', 'examples'];

const missingProperty = (name: string, path: string): Fault => ({
  code: 'catalogue.type.property_missing',
  path,
  message: `has no ${name}; add it`,
});

function contentFaults(definition: TypeDefinition, path: string): Fault[] {
  const at = (key: string): string => pointer(path, key);
  const { type, description, data } = definition;
  const ofSchema = schemaFaults(plain(data), at('data'));
  // A schema that does not compile cannot check examples, and a mail needs a valid example.
  const ofExample = ofSchema.length > 0 ? [] : exampleFaults(definition, path);
  const ofMail = [...severityFaults(definition, at('severity')), ...mailFaults(definition, at('mail'))];
  const makesMail = [...ofSchema, ...ofExample, ...ofMail].length === 0;
  return [
    ...typeFaults(type, path),
    ...descriptionFaults(description, at('description')),
    ...channelFaults(definition, at('channels')),
    ...categoryFaults(definition, at('category')),
    ...ofSchema,
    ...ofExample,
    ...ofMail,
    ...(makesMail ? templateFaults(definition, at('mail')) : []),
  ];
}

const severityFaults = ({ severity }: TypeDefinition, path: string): Fault[] =>
  nameFaults('catalogue.severity.unknown', path, severity, SEVERITIES);

const categoryFaults = ({ category }: TypeDefinition, path: string): Fault[] =>
  category === undefined ? [] : nameFaults('catalogue.category.unknown', path, category, Object.keys(categories));

function typeFaults(type: string, path: string): Fault[] {
  const fault = attributeFault('type', type);
  return fault === undefined ? [] : [{ ...fault, code: 'catalogue.type.malformed', path }];
}

function descriptionFaults(description: string, path: string): Fault[] {
  if (description.includes('*/')) return [commentEnd(path)];
  if (/^\S.*\S$/.test(description)) return [];
  const message = `description is ${shown(description)}, expected one line that says when it is sent`;
  return [{ code: 'catalogue.description.malformed', path, message }];
}

/** A type needs channels: they are the default of producers, who may name none. */
function channelFaults({ channels }: TypeDefinition, path: string): Fault[] {
  if (channels.length === 0)
    return [
      { code: 'catalogue.channel.missing', path, message: `names no channel, expected some of ${NAMES.join(', ')}` },
    ];
  return [
    ...channels.flatMap((name, n) => nameFaults('catalogue.channel.unknown', pointer(path, String(n)), name, NAMES)),
    ...duplicateFaults('catalogue.channel.repeated', path, channels),
  ];
}

const NAMES = deployed.map(({ name }) => name);

/** Name collisions in the generated code: duplicate types, and types such as `a.b-c` and `a.b.c`. */
const sharedNames = (definitions: readonly TypeDefinition[]): Fault[] =>
  definitions.flatMap(({ type }, index) => {
    const first = definitions.find((other) => identifier(other.type) === identifier(type));
    if (first === definitions[index] || first === undefined) return [];
    const message =
      first.type === type
        ? 'is there twice'
        : `is ${identifier(type)} in the generated code, as ${first.type} is; rename one of them`;
    return [{ code: 'catalogue.type.repeated', path: pointer('', type), message }];
  });
