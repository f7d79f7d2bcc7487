import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import type { HttpRoute } from '../../shared/domain/manifest/function-manifest';
import { addressOf } from '../constructs/addresses';
import type { HttpApi } from '../constructs/http-api';

/** API Gateway's maximum. The function's own timeout is shorter, so it always ends first. */
const INTEGRATION_TIMEOUT_MILLISECONDS = 30_000;

export interface HttpRoutesProps {
  /** API that has the routes. */
  readonly httpApi: HttpApi;
  /** Routes of the function. */
  readonly routes: readonly HttpRoute[];
  /** Function that answers them. */
  readonly function: LambdaFunction;
}

/** Routes of the HTTP API that one function answers. */
export class HttpRoutes extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: HttpRoutesProps,
  ) {
    super(scope, id);
    const { httpApi, function: fn } = props;
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: httpApi.api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: fn.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: INTEGRATION_TIMEOUT_MILLISECONDS,
    });
    this.addRoutes(integration);
    new LambdaPermission(this, 'permission', {
      action: 'lambda:InvokeFunction',
      functionName: fn.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${httpApi.api.executionArn}/*/*`,
    });
  }

  /** The stage depends on them: API Gateway refuses settings of a route that does not exist yet. */
  private addRoutes(integration: Apigatewayv2Integration): void {
    const { httpApi, routes } = this.props;
    const added = routes.flatMap((route) =>
      httpApi.routesOf(route).map(
        ({ routeKey, ...authorization }) =>
          new Apigatewayv2Route(this, `route_${routeId(routeKey)}`, {
            apiId: httpApi.api.id,
            routeKey,
            target: `integrations/${integration.id}`,
            ...authorization,
          }),
      ),
    );
    httpApi.stage.dependsOn = [...(httpApi.stage.dependsOn ?? []), ...added.flatMap((route) => addressOf(route) ?? [])];
  }
}

/** Part of a Terraform address: `GET /unsubscribe/{token}` becomes `get_unsubscribe_token`. */
const routeId = (route: string): string =>
  route
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/_$/, '');
