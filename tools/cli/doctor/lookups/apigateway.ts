import {
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStageCommand,
  type Route,
} from '@aws-sdk/client-apigatewayv2';
import { allPages } from '../../all-pages';
import type { StackPlan } from '../read-plan';
import { type Aws, arn } from './aws';
import { lookup, theOnly } from './lookup';
import { hasOwnTags, strangersBy } from './own-tags';

/** IAM actions of API Gateway are HTTP methods, not calls. */
const actions = ['apigateway:GET'];

/**
 * API names are not unique: an apply without its state makes a second API without an error, and a foreign API may have this
 * name too.
 */
export const api = lookup({
  needs: ['name', 'protocol_type'],
  changedInPlace: ['name'],
  actions,
  find: async ({ name, protocol_type }, { apigateway, once, place }, { resource, plan }) => {
    const all = await once('apis', () =>
      allPages(async (NextToken) => {
        const page = await apigateway.send(new GetApisCommand({ NextToken }));
        return { items: page.Items, next: page.NextToken };
      }),
    );
    const named = all.filter(({ Name, ProtocolType }) => Name === name && ProtocolType === protocol_type);
    const own = named.filter(({ Tags = {} }) => hasOwnTags(Tags, plan));
    const [stranger] = own.length === 0 ? named : [];
    if (stranger !== undefined) return strangersBy(stranger.Tags ?? {}, plan);
    const found = own.map(({ ApiId = '' }) => ({
      id: ApiId,
      attributes: { id: ApiId, execution_arn: arn(place, 'execute-api', ApiId) },
    }));
    return theOnly(found, 'several APIs have this name', keepUsed(invokedBy(resource.address, plan)));
  },
});

/** Keeps the API of the function's permission: that was made first, and with a second API apply fails before the permission. */
const keepUsed = (functionName: string): string =>
  `keep the one that the permission of its function names (aws lambda get-policy --function-name ${functionName}), ` +
  'delete the other (aws apigatewayv2 delete-api --api-id <id>), and run doctor again';

/** The function that the plan permits an API to invoke. */
function invokedBy(address: string, { resources }: StackPlan): string {
  const isOf = (value: unknown, owner: string) => String(value).startsWith(`\${${owner}.`);
  const permission = resources.find(
    ({ type, body }) => type === 'aws_lambda_permission' && isOf(body.source_arn, address),
  );
  const invoked = resources.find((one) => isOf(permission?.body.function_name, one.address));
  return String(invoked?.body.function_name ?? '<function>');
}

export const authorizer = lookup({
  needs: ['api_id', 'name'],
  changedInPlace: ['name'],
  belongsTo: 'api_id',
  actions,
  find: async ({ api_id: ApiId, name }, aws) => {
    const all = await allPages(async (NextToken) => {
      const page = await aws.apigateway.send(new GetAuthorizersCommand({ ApiId, NextToken }));
      return { items: page.Items, next: page.NextToken };
    });
    const named = all.filter(({ Name }) => Name === name).map(({ AuthorizerId = '' }) => AuthorizerId);
    const found = await usedFirst(named, ({ AuthorizerId }) => AuthorizerId, ApiId, aws);
    return theOnly(
      found.map((id) => ({ id: `${ApiId}/${id}` })),
      'several authorizers of the API have this name',
    );
  },
});

export const integration = lookup({
  needs: ['api_id', 'integration_uri'],
  changedInPlace: ['integration_uri'],
  belongsTo: 'api_id',
  actions,
  find: async ({ api_id: ApiId, integration_uri }, aws) => {
    const all = await allPages(async (NextToken) => {
      const page = await aws.apigateway.send(new GetIntegrationsCommand({ ApiId, NextToken }));
      return { items: page.Items, next: page.NextToken };
    });
    const named = all
      .filter(({ IntegrationUri = '' }) => isSameUri(IntegrationUri, integration_uri))
      .map(({ IntegrationId = '' }) => IntegrationId);
    const found = await usedFirst(named, ({ Target }) => Target?.replace(INTEGRATION_TARGET, ''), ApiId, aws);
    return theOnly(
      found.map((id) => ({ id: `${ApiId}/${id}` })),
      'several integrations of the API have this URI',
    );
  },
});

/** API Gateway accepts a function's ARN or its invocation ARN; Terraform writes the latter. */
const isSameUri = (uri: string, planned: string): boolean =>
  uri === planned || planned.endsWith(`/functions/${uri}/invocations`);

const INTEGRATION_TARGET = /^integrations\//;

const routesOf = (ApiId: string, { apigateway, once }: Aws): Promise<readonly Route[]> =>
  once(`routes of ${ApiId}`, () =>
    allPages(async (NextToken) => {
      const page = await apigateway.send(new GetRoutesCommand({ ApiId, NextToken }));
      return { items: page.Items, next: page.NextToken };
    }),
  );

/**
 * Those that routes use; all, if no route uses one. A create call whose answer was lost is repeated, and leaves a second
 * resource with the same settings, which no route uses.
 */
async function usedFirst(
  ids: readonly string[],
  usedBy: (route: Route) => string | undefined,
  ApiId: string,
  aws: Aws,
): Promise<readonly string[]> {
  if (ids.length < 2) return ids;
  const used = new Set((await routesOf(ApiId, aws)).map(usedBy));
  const inUse = ids.filter((id) => used.has(id));
  return inUse.length > 0 ? inUse : ids;
}

export const route = lookup({
  needs: ['api_id', 'route_key'],
  changedInPlace: ['route_key'],
  belongsTo: 'api_id',
  actions,
  find: async ({ api_id: ApiId, route_key }, aws) => {
    const found = (await routesOf(ApiId, aws)).find(({ RouteKey }) => RouteKey === route_key);
    return found && { id: `${ApiId}/${found.RouteId}` };
  },
});

export const stage = lookup({
  needs: ['api_id', 'name'],
  belongsTo: 'api_id',
  actions,
  find: async ({ api_id: ApiId, name: StageName }, { apigateway }) => {
    await apigateway.send(new GetStageCommand({ ApiId, StageName }));
    return { id: `${ApiId}/${StageName}` };
  },
});
