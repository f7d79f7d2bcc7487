import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';

/** Files of `folder` whose type is not in the registry under their name, so that it would be ignored. */
export function fileFaults(definitions: readonly TypeDefinition[], folder: string): Fault[] {
  const listed = definitions.map(({ type }) => `${type.replaceAll('.', '-')}.ts`);
  const defining = readdirSync(folder).filter((name) => definesType(name, folder));
  return defining.filter((name) => !listed.includes(name)).map(unlisted);
}

const definesType = (name: string, folder: string): boolean =>
  name.endsWith('.ts') && /^export default defineType\(/m.test(readFileSync(join(folder, name), 'utf8'));

const unlisted = (name: string): Fault => ({
  code: 'catalogue.type.unlisted',
  path: pointer('', name),
  message:
    'defines a type, and index.ts lists none that is named like the file; list it there, or name the file like the type, with hyphens for dots',
});
