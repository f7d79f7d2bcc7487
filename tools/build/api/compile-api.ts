import { join } from 'node:path';
import standaloneCode from 'ajv/dist/standalone';
import { ROUTES } from '../../../shared/api/contract';
import type { RouteDefinition } from '../../../shared/api/contract/define-route';
import { outdatedIn, writeGenerated } from '../../support/files/generated-files';
import { runMain } from '../../support/report-errors';
import { compiler, plain } from '../catalogue/compiler';
import { staleCatalogue } from '../catalogue/stale-catalogue';
import { asyncApiDocument } from './asyncapi-document';
import { type Json, mapSubschemas } from './map-schema';
import { openApiDocument } from './openapi-document';

const ROOT = join(__dirname, '..', '..', '..');
const NOTICE = '// Generated from shared/api/contract by `npm run generate`. Do not edit.\n';
const ALL_ROUTES: readonly RouteDefinition[] = Object.values(ROUTES);

/** Generated files by path: what the stack and the function need of the contract, without TypeBox and Ajv, and OpenAPI. */
export const generateApi = (): Readonly<Record<string, string>> => ({
  'shared/api/route-table.generated.ts': routeTable(),
  'shared/api/request-validators.generated.ts': requestValidators(),
  'shared/api/openapi.json': `${JSON.stringify(openApiDocument(), null, 2)}\n`,
  'shared/catalogue/asyncapi.json': `${JSON.stringify(asyncApiDocument(), null, 2)}\n`,
});

/**
 * Refuses to ship stale generated files: the function checks requests with them alone.
 *
 * @throws CodedError `catalogue.generated.stale`
 */
export function requireCurrentApi(): void {
  const outdated = outdatedIn(ROOT, generateApi());
  if (outdated.length > 0) throw staleCatalogue(outdated.join(' and '));
}

function routeTable(): string {
  const rows = ALL_ROUTES.map(({ id, method, path, roles, tenant = 'required', throttle, media }) => {
    const row = { method, path, roles, tenant, ...(throttle && { throttle }), ...(media && { media }) };
    return `  ${id}: ${JSON.stringify(row)},\n`;
  });
  return `${NOTICE}import type { RouteRow } from './route-row';

export const ROUTE_TABLE = {
${rows.join('')}} as const satisfies Readonly<Record<string, RouteRow>>;
`;
}

/** @see https://ajv.js.org/standalone.html */
function requestValidators(): string {
  const schemas = Object.fromEntries(ALL_ROUTES.flatMap(schemasOf));
  const names = Object.fromEntries(Object.keys(schemas).map((name) => [name, name]));
  const ajv = compiler({ schemas: mapValues(schemas, withoutNotes) });
  const code = standaloneCode(ajv, names).replace('"use strict";\n', '');
  const entry = (name: string) =>
    `  ['${name}', { isValid: ${name}, schema: ${JSON.stringify(withoutNotes(schemas[name] ?? {}))} }],\n`;
  return `// @ts-nocheck: code by Ajv, which has no types.
${NOTICE}import type { DataValidator } from '../catalogue/data-validator';

${code}
/** Validators by the id of the route and \`Query\` or \`Body\`. */
export const REQUEST_VALIDATORS: ReadonlyMap<string, DataValidator> = new Map([
${Object.keys(schemas).map(entry).join('')}]);
`;
}

function schemasOf({ id, query, body, checkedByOperation = false }: RouteDefinition): [string, Json][] {
  return [
    ...(query ? [[`${id}Query`, plain(query)] as [string, Json]] : []),
    ...(body && !checkedByOperation ? [[`${id}Body`, plain(body)] as [string, Json]] : []),
  ];
}

/** Ajv's strict mode refuses `examples`; titles and defaults are for the documents. */
const withoutNotes = ({ examples, title, ...schema }: Json): Json => mapSubschemas(schema, withoutNotes);

const mapValues = <In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

if (require.main === module) runMain(() => writeGenerated(ROOT, generateApi()));
