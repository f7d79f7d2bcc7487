import type { TSchema } from '@sinclair/typebox';
import { version } from '../../../package.json';
import { ROUTES } from '../../../shared/api/contract';
import { type AnswerDefinition, type RouteDefinition, TAGS } from '../../../shared/api/contract/define-route';
import { problem, tenant } from '../../../shared/api/contract/parts';
import { PATH_PARAMETERS } from '../../../shared/api/contract/path-parameters';
import type { Json } from './map-schema';
import { type Components, referring, sortedComponents } from './schema-references';

const ALL_ROUTES: readonly RouteDefinition[] = Object.values(ROUTES);

/** The OpenAPI 3.1 description of the HTTP API. Schemas with a title are components, and referred to where they are used. */
export function openApiDocument(): Json {
  const components: Components = new Map();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ALL_ROUTES) {
    const path = route.path.replace(/^\/v1/, '');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: '3.1.1',
    info: INFO,
    servers: SERVERS,
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: sortedComponents(components),
      responses: refusals(components),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const INFO = {
  title: 'Carillon',
  version,
  summary: 'Publish notifications, see what became of them, and manage webhook endpoints',
  license: { name: 'MIT', identifier: 'MIT' },
};

const SERVERS = [
  {
    url: 'https://{api}/v1',
    description: 'requests that are signed with AWS Signature Version 4',
    variables: {
      api: {
        default: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
        description: "host of the stack's output api_url",
      },
    },
  },
  {
    url: 'https://{api}/oidc/v1',
    description: 'requests with a token, where the environment has an issuer (CARILLON_API_ISSUER)',
    variables: {
      api: {
        default: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
        description: "host of the stack's output api_url",
      },
    },
  },
];

const SECURITY_SCHEMES = {
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'AWS Signature Version 4 for the service execute-api. IAM says which routes a principal may invoke.',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A token of the OpenID Connect issuer, with a tenant and one or more of the roles reader, operator, producer.',
  },
};

function operation(route: RouteDefinition, components: Components): Json {
  const { id, tag, summary, description, roles, body } = route;
  const roleText = roles === 'everyone' ? 'Open to everyone.' : `Roles: ${roles.join(', ')}.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, roleText].filter(Boolean).join('\n\n'),
    security: roles === 'everyone' ? [] : [{ signature: [] }, { token: [] }],
    parameters: parametersOf(route),
    ...(body !== undefined && { requestBody: requestBody(route, body, components) }),
    responses: responsesOf(route, components),
  };
}

function requestBody(
  { media = ['application/json'], example }: RouteDefinition,
  body: TSchema,
  components: Components,
) {
  const schema = referring(body, components);
  const content = (type: string) =>
    type.endsWith('ndjson') ? { schema: { type: 'string' } } : { schema, ...(example !== undefined && { example }) };
  return { required: isRequired(body), content: Object.fromEntries(media.map((type) => [type, content(type)])) };
}

/** A body may be left out where no member of it is required. */
const isRequired = ({ required = [], anyOf, type }: TSchema): boolean =>
  anyOf !== undefined || type !== 'object' || required.length > 0;

function parametersOf({ path, query, tenant: scope, headers = {}, body }: RouteDefinition): readonly Json[] {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...described(PATH_PARAMETERS[name] as TSchema),
  }));
  const ofQuery = Object.entries((query?.properties ?? {}) as Record<string, TSchema>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: query?.required?.includes(name) ?? false,
    ...described(schema),
  }));
  const ofHeaders = Object.entries(headers).map(([name, schema]) => ({ name, in: 'header', ...described(schema) }));
  const hasTenantInBody = body?.properties?.tenant !== undefined;
  const ofTenant = scope === 'none' || hasTenantInBody ? [] : [TENANT_PARAMETER];
  return [...named, ...ofTenant, ...ofQuery, ...ofHeaders];
}

function described(schema: TSchema): Json {
  const { description, ...rest } = plain(schema);
  return { ...(description !== undefined && { description }), schema: rest };
}

const TENANT_PARAMETER = {
  name: 'tenant',
  in: 'query',
  required: false,
  description: 'required for a caller of every tenant; a caller of one tenant may leave it out',
  schema: { type: tenant.type, pattern: tenant.pattern },
};

/** A status may be an answer of a batch and a refusal of the whole request. */
function responsesOf(route: RouteDefinition, components: Components): Json {
  const [answers, refused] = [answersOf(route, components), refusalsOf(route)];
  const both = Object.keys(answers).filter((status) => status in refused);
  const merged = both.map((status) => [status, withProblem(answers[status] as Answered, components)]);
  return { ...answers, ...refused, ...Object.fromEntries(merged) };
}

interface Answered {
  readonly description: string;
  readonly content?: Json;
}

const withProblem = ({ content, ...answer }: Answered, components: Components): Json => ({
  ...answer,
  content: { ...content, 'application/problem+json': { schema: referring(problem, components) } },
});

const answersOf = ({ answers }: RouteDefinition, components: Components): Json =>
  Object.fromEntries(
    Object.entries(answers as Record<string, AnswerDefinition>).map(
      ([status, { description, schema, headers = {} }]) => [
        status,
        {
          description,
          ...(Object.keys(headers).length > 0 && { headers: headersOf(headers) }),
          ...(schema && { content: { 'application/json': { schema: referring(schema, components) } } }),
        },
      ],
    ),
  );

const headersOf = (headers: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );

const REFUSALS: Readonly<Record<string, string>> = {
  400: 'the request is malformed; `errors` has every fault',
  401: 'it has no valid signature or token',
  403: 'the caller may not do this',
  404: 'there is no such thing, or it is another tenant’s',
  409: 'it contradicts the present state',
  413: 'the body has more than 256 KiB',
  415: 'the body has another content type',
  422: 'it is well formed, and refused; `errors` has every fault',
  429: 'too many requests; try again later',
  500: 'the request failed, and the fault is not yours',
  503: 'a service of AWS did not answer; try again',
};

const OF_CALLERS = [400, 401, 403, 429, 500, 503];
const OF_EVERYONE = [400, 429, 500];

/** A body may be too large or of another type, and another tenant is as unknown as one that does not exist. */
function refusalsOf({ roles, method, tenant: scope, refusals: own = [] }: RouteDefinition): Json {
  const ofBody = ['POST', 'PUT', 'PATCH'].includes(method) ? [413, 415] : [];
  const ofTenant = scope === 'none' ? [] : [404];
  const ofCallers = new Set([...OF_CALLERS, ...ofBody, ...ofTenant, ...own]);
  const statuses = roles === 'everyone' ? OF_EVERYONE : [...ofCallers].sort();
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }]));
}

/** API Gateway answers 401, 403 and 429 by itself with `{"message": …}`, before the function runs. */
const FROM_GATEWAY = new Set(['401', '403', '429', '500', '503']);

const refusals = (components: Components): Json =>
  Object.fromEntries(
    Object.entries(REFUSALS).map(([status, description]) => [
      status,
      {
        description,
        content: {
          'application/problem+json': { schema: referring(problem, components) },
          ...(FROM_GATEWAY.has(status) && { 'application/json': { schema: GATEWAY_MESSAGE } }),
        },
      },
    ]),
  );

const GATEWAY_MESSAGE = { type: 'object', properties: { message: { type: ['string', 'null'] } } };

const plain = (schema: TSchema): Json & { description?: string } => JSON.parse(JSON.stringify(schema));
