import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ROUTES } from '../../../shared/api/contract';
import type { RouteDefinition } from '../../../shared/api/contract/define-route';
import document from '../../../shared/api/openapi.json';
import { requireCurrentApi } from './compile-api';

interface Content {
  readonly [type: string]: { readonly schema: { readonly $ref?: string }; readonly example?: unknown };
}
interface Response {
  readonly $ref?: string;
  readonly content?: Content;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}

const operations = Object.values(document.paths).flatMap((path) => Object.values(path)) as unknown as Operation[];
const contract: readonly RouteDefinition[] = Object.values(ROUTES);

/** The value that a JSON Pointer in a `$ref` names. */
const find = (ref: string): unknown =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);

const refsIn = (value: unknown): string[] =>
  Object.entries(value ?? {}).flatMap(([key, inner]) =>
    key === '$ref' ? [inner as string] : typeof inner === 'object' ? refsIn(inner) : [],
  );

/** Without the faults of formats that examples do not show, so that only the schema decides. */
function faultsOf(pointer: string, value: unknown): unknown {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'openapi.json');
  const validate = ajv.compile({ $ref: `openapi.json#${pointer}` });
  return validate(value) ? [] : validate.errors;
}

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B');

test('the document is what the contract comes to now', () => {
  expect(requireCurrentApi).not.toThrow();
});

test('every route is an operation, by its own id', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(ids.toSorted()).toEqual(contract.map(({ id }) => id).toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads somewhere', () => {
  const refs = [...new Set(refsIn(document))];
  expect(refs.length).toBeGreaterThan(20);
  expect(refs.filter((ref) => find(ref) === undefined)).toEqual([]);
});

const withBody = contract.filter(({ body }) => body !== undefined);

test.each(withBody.map((route) => [route.id, route] as const))(
  '%s has an example that its schema accepts',
  (_, route) => {
    const { path, method, example, media: [type = ''] = ['application/json'] } = route;
    const at = ['paths', path.replace(/^\/v1/, ''), method.toLowerCase(), 'requestBody', 'content', type, 'schema'];
    expect(example).toBeDefined();
    expect(faultsOf(`/${at.map(escaped).join('/')}`, example)).toEqual([]);
  },
);

test('the schema of a body refuses what is wrong, so that its example proves something', () => {
  const at = ['paths', '/endpoints', 'post', 'requestBody', 'content', 'application/json', 'schema'];
  expect(faultsOf(`/${at.map(escaped).join('/')}`, { url: 1 })).not.toEqual([]);
});

test.each(operations.map((one) => [one.operationId, one] as const))(
  '%s answers every error with problem details',
  (_, one) => {
    const errors = Object.entries(one.responses).filter(([status]) => Number(status) >= 400);
    const problem = { $ref: '#/components/schemas/Problem' };
    expect(errors.length).toBeGreaterThan(0);
    for (const [, response] of errors) {
      const { content } = (response.$ref === undefined ? response : find(response.$ref)) as Response;
      expect(content?.['application/problem+json']?.schema).toEqual(problem);
    }
  },
);

test('a problem has the members of RFC 9457, all described', () => {
  const { properties, required } = document.components.schemas.Problem;
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(['type', 'title', 'status', 'detail']));
  expect(required.filter((name) => !(name in properties))).toEqual([]);
});
