import { join } from 'node:path';
import standaloneCode from 'ajv/dist/standalone';
import { catalogue } from '../../shared/catalogue';
import type { TypeDefinition } from '../../shared/catalogue/define-type';
import { outdatedIn, writeGenerated } from '../support/files/generated-files';
import { runMain } from '../support/report-errors';
import { compiler, identifier, plain } from './catalogue/compiler';
import { requireValid } from './catalogue/definition-faults';
import { staleCatalogue } from './catalogue/stale-catalogue';
import { typeOfSchema } from './type-of-schema';

const FOLDER = join(__dirname, '..', '..', 'shared', 'catalogue');
const NOTICE = '// Generated from the catalogue by `npm run generate`. Do not edit.\n';

/** Generated files by name: types and validators of the catalogue that need neither TypeBox nor Ajv. */
export function generateCatalogue(definitions: readonly TypeDefinition[] = catalogue): Record<string, string> {
  const types = [...definitions].sort((a, b) => (a.type < b.type ? -1 : 1));
  return { 'data-by-type.generated.ts': dataByType(types), 'validators.generated.ts': validators(types) };
}

/** Names of generated files that are missing in `folder` or differ. */
export const outdatedFiles = (
  folder: string = FOLDER,
  files: Readonly<Record<string, string>> = generateCatalogue(),
): string[] => outdatedIn(folder, files);

/**
 * Refuses to ship stale generated files: functions validate data with them alone, and would refuse a new type or accept data
 * that a changed schema forbids. Compares the text, which also finds manual edits. Checks the types as `npm run generate`
 * does, since mail and example do not affect the generated files. Takes 0.3 s.
 *
 * @throws `catalogue.type.invalid`, `catalogue.generated.stale`
 */
export function requireCurrentCatalogue(): void {
  requireValid(catalogue, FOLDER);
  const outdated = outdatedFiles().map((name) => `shared/catalogue/${name}`);
  if (outdated.length > 0) throw staleCatalogue(outdated.join(' and '));
}

/** Plain TypeScript interfaces: the SDK's users need no TypeBox, and compiler errors contain names. */
function dataByType(definitions: readonly TypeDefinition[]): string {
  const interfaces = definitions.map(
    ({ type, description, data }) =>
      `/** Data of \`${type}\`. ${description} */\nexport interface ${interfaceName(type)} ${typeOfSchema(plain(data))}\n`,
  );
  const members = definitions.map(({ type }) => `  readonly '${type}': ${interfaceName(type)};\n`);
  const map = `/** The data of each notification type. */\nexport interface DataByType {\n${members.join('')}}\n`;
  return [NOTICE, ...interfaces, map].join('\n');
}

/** @see https://ajv.js.org/standalone.html */
function validators(definitions: readonly TypeDefinition[]): string {
  const schemas = Object.fromEntries(definitions.map(({ type, data }) => [type, plain(data)]));
  const ajv = compiler({ schemas });
  const names = Object.fromEntries(definitions.map(({ type }) => [identifier(type), type]));
  const code = boundedLengths(standaloneCode(ajv, names).replace('"use strict";\n', ''));
  const entries = definitions.map(
    ({ type }) => `  ['${type}', { isValid: ${identifier(type)}, schema: ${JSON.stringify(schemas[type])} }],\n`,
  );
  return `// @ts-nocheck: code by Ajv, which has no types.
${NOTICE}import type { DataValidator } from './data-validator';

${code}
export const validators: ReadonlyMap<string, DataValidator> = new Map([
${entries.join('')}]);
`;
}

/**
 * Ajv counts the code points of every text by a loop, twice if it has both limits. A text has at most as many as `length`, and
 * at least half as many, so that most comparisons need no count.
 */
const boundedLengths = (code: string): string =>
  code
    .replace(/(func\d+)\((\w+)\) > (\d+)/g, '$2.length > $3 && $1($2) > $3')
    .replace(/(func\d+)\((\w+)\) < (\d+)/g, (count, _, text, min) => `${text}.length < ${2 * min} && ${count}`);

/** Interface name: `sign-in.new-device` becomes `SignInNewDeviceData`. */
const interfaceName = (type: string): string => `${identifier(`-${type}`)}Data`;

if (require.main === module) {
  runMain(() => {
    requireValid(catalogue, FOLDER);
    writeGenerated(FOLDER, generateCatalogue(), 'shared/catalogue/');
  });
}
