import { API, INVOKED } from './testing/apigateway-cases';
import { find } from './testing/prod-plan';

test('an integration is also found by the ARN of its function', async () => {
  const Items = [{ IntegrationId: 'i1', IntegrationUri: INVOKED }];
  const { finding } = await find('aws_apigatewayv2_integration.unsubscribe_integration', {
    ...API,
    GetIntegrationsCommand: { Items },
  });
  expect(finding).toMatchObject({ kind: 'there', id: 'a1/i1' });
});
