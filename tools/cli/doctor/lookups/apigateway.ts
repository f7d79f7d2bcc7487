import {
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import type { StackPlan } from '../read-plan';
import { arn } from './aws';
import { allPages, lookup, theOnly } from './lookup';
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
  find: async ({ api_id: ApiId, name }, { apigateway }) => {
    const all = await allPages(async (NextToken) => {
      const page = await apigateway.send(new GetAuthorizersCommand({ ApiId, NextToken }));
      return { items: page.Items, next: page.NextToken };
    });
    const found = all.filter(({ Name }) => Name === name);
    return theOnly(
      found.map(({ AuthorizerId }) => ({ id: `${ApiId}/${AuthorizerId}` })),
      'several authorizers of the API have this name',
    );
  },
});

export const integration = lookup({
  needs: ['api_id', 'integration_uri'],
  changedInPlace: ['integration_uri'],
  belongsTo: 'api_id',
  actions,
  find: async ({ api_id: ApiId, integration_uri }, { apigateway }) => {
    const all = await allPages(async (NextToken) => {
      const page = await apigateway.send(new GetIntegrationsCommand({ ApiId, NextToken }));
      return { items: page.Items, next: page.NextToken };
    });
    const found = all.filter(({ IntegrationUri = '' }) => isSameUri(IntegrationUri, integration_uri));
    return theOnly(
      found.map(({ IntegrationId }) => ({ id: `${ApiId}/${IntegrationId}` })),
      'several integrations of the API have this URI',
    );
  },
});

/** API Gateway accepts a function's ARN or its invocation ARN; Terraform writes the latter. */
const isSameUri = (uri: string, planned: string): boolean =>
  uri === planned || planned.endsWith(`/functions/${uri}/invocations`);

export const route = lookup({
  needs: ['api_id', 'route_key'],
  changedInPlace: ['route_key'],
  belongsTo: 'api_id',
  actions,
  find: async ({ api_id: ApiId, route_key }, { apigateway }) => {
    const all = await allPages(async (NextToken) => {
      const page = await apigateway.send(new GetRoutesCommand({ ApiId, NextToken }));
      return { items: page.Items, next: page.NextToken };
    });
    const found = all.find(({ RouteKey }) => RouteKey === route_key);
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
