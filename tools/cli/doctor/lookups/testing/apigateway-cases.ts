import { awsError } from '../../testing/test-aws';
import type { LookupCase } from './lookup-case';
import { regionalArn } from './prod-plan';

export const API = {
  GetApisCommand: {
    Items: [
      {
        ApiId: 'a1',
        Name: 'carillon-prod-api',
        ProtocolType: 'HTTP',
        Tags: { service: 'carillon', environment: 'prod' },
      },
    ],
  },
};

export const INVOKED = regionalArn('lambda', 'function:carillon-prod-unsubscribe');
export const INVOKE = `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${INVOKED}/invocations`;

export const APIGATEWAY_CASES: readonly LookupCase[] = [
  {
    address: 'aws_apigatewayv2_api.http_api',
    there: API,
    id: 'a1',
    absent: { GetApisCommand: { Items: [{ ApiId: 'a2', Name: 'carillon-dev-api', ProtocolType: 'HTTP' }] } },
  },
  {
    address: 'aws_apigatewayv2_authorizer.http_tokens',
    there: { ...API, GetAuthorizersCommand: { Items: [{ AuthorizerId: 'z1', Name: 'carillon-prod-tokens' }] } },
    id: 'a1/z1',
    absent: { ...API, GetAuthorizersCommand: { Items: [{ AuthorizerId: 'z2', Name: 'carillon-dev-tokens' }] } },
  },
  {
    address: 'aws_apigatewayv2_integration.unsubscribe_integration',
    there: { ...API, GetIntegrationsCommand: { Items: [{ IntegrationId: 'i1', IntegrationUri: INVOKE }] } },
    id: 'a1/i1',
    absent: { ...API, GetIntegrationsCommand: { Items: [{ IntegrationId: 'i2', IntegrationUri: 'arn:other' }] } },
  },
  {
    address: 'aws_apigatewayv2_route.unsubscribe_route_get_unsubscribe_token',
    there: { ...API, GetRoutesCommand: { Items: [{ RouteId: 'r1', RouteKey: 'GET /unsubscribe/{token}' }] } },
    id: 'a1/r1',
    absent: { ...API, GetRoutesCommand: { Items: [{ RouteId: 'r2', RouteKey: 'POST /unsubscribe/{token}' }] } },
  },
  {
    address: 'aws_apigatewayv2_stage.http_stage',
    there: { ...API, GetStageCommand: { StageName: '$default' } },
    id: 'a1/$default',
    absent: { ...API, GetStageCommand: awsError('NotFoundException') },
  },
];
