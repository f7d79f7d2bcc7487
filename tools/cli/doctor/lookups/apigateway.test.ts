import { API, INVOKE, INVOKED } from './testing/apigateway-cases';
import { find } from './testing/prod-plan';

test('an integration is also found by the ARN of its function', async () => {
  const Items = [{ IntegrationId: 'i1', IntegrationUri: INVOKED }];
  const { finding } = await find('aws_apigatewayv2_integration.unsubscribe_integration', {
    ...API,
    GetIntegrationsCommand: { Items },
  });
  expect(finding).toMatchObject({ kind: 'there', id: 'a1/i1' });
});

const twoAuthorizers = {
  ...API,
  GetAuthorizersCommand: {
    Items: ['z1', 'z2'].map((AuthorizerId) => ({ AuthorizerId, Name: 'carillon-prod-tokens' })),
  },
};
const twoIntegrations = {
  ...API,
  GetIntegrationsCommand: { Items: ['i1', 'i2'].map((IntegrationId) => ({ IntegrationId, IntegrationUri: INVOKE })) },
};

test.each([
  [
    'aws_apigatewayv2_authorizer.http_tokens',
    twoAuthorizers,
    [{ AuthorizerId: 'z2' }, { Target: 'integrations/i1' }],
    'a1/z2',
  ],
  ['aws_apigatewayv2_integration.unsubscribe_integration', twoIntegrations, [{ Target: 'integrations/i2' }], 'a1/i2'],
])('of two that a repeated call made, %s is the one that routes use', async (address, there, Items, id) => {
  const { finding } = await find(address, { ...there, GetRoutesCommand: { Items } });
  expect(finding).toMatchObject({ kind: 'there', id });
});

test.each([
  ['none', []],
  ['both', [{ AuthorizerId: 'z1' }, { AuthorizerId: 'z2' }]],
])('of two authorizers of which routes use %s, the operator finds out which', async (_what, Items) => {
  const { finding } = await find('aws_apigatewayv2_authorizer.http_tokens', {
    ...twoAuthorizers,
    GetRoutesCommand: { Items },
  });
  expect(finding).toEqual({ kind: 'not_importable', reason: expect.stringContaining('a1/z1, a1/z2') });
});
