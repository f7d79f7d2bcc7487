import {
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { arn } from './aws';
import { allPages, lookup, theOnly } from './lookup';
import { hasOwnTags, strangersBy } from './own-tags';

/** IAM knows methods of HTTP here, not calls. */
const actions = ['apigateway:GET'];

/**
 * Names of APIs are not unique: an apply without its state makes a second one, and says nothing; and a stranger's may have
 * this name beside ours.
 */
export const api = lookup({
  needs: ['name', 'protocol_type'],
  actions,
  find: async ({ name, protocol_type }, { apigateway, once, place }, { plan }) => {
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
    return theOnly(found, 'several APIs have this name');
  },
});

export const integration = lookup({
  needs: ['api_id', 'integration_uri'],
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

/** API Gateway takes a function by its ARN, or by the ARN of its invocation that Terraform writes. */
const isSameUri = (uri: string, planned: string): boolean =>
  uri === planned || planned.endsWith(`/functions/${uri}/invocations`);

export const route = lookup({
  needs: ['api_id', 'route_key'],
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
