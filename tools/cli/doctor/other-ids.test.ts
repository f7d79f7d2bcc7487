import { diagnose } from './diagnosis';
import { withOtherIds } from './other-ids';
import type { Attributes } from './read-state';
import type { Compared } from './replaced';

const notImportable = (address: string, id: string, held: string | Attributes) => {
  const findings = new Map<string, Compared>([[address, { kind: 'there', id }]]);
  const state = new Map([[address, typeof held === 'string' ? { id: held } : held]]);
  const diagnosis = diagnose({ findings: withOtherIds(findings, state), remarks: [] }, new Set([address]));
  return { managed: diagnosis.managed, notImportable: diagnosis.notImportable };
};

test.each([
  ['aws_apigatewayv2_api.one', 'b', 'a'],
  ['aws_apigatewayv2_integration.one', 'api/b', 'a'],
  ['aws_apigatewayv2_route.one', 'api/b', 'a'],
  ['aws_kms_key.one', 'b', 'a'],
  ['aws_lambda_event_source_mapping.one', 'b', 'a'],
  ['aws_sns_topic_subscription.one', 'arn:b', 'arn:a'],
])('%s with another id than the state has is not managed, and named with both', (address, id, held) => {
  const reason = expect.stringContaining(`AWS has '${id}', and the state has '${held}': if`);
  expect(notImportable(address, id, held)).toEqual({ managed: [], notImportable: [{ address, reason }] });
});

test.each([
  ['has the same id', 'aws_kms_key.one', 'a', 'a'],
  ['is imported by its API and the id', 'aws_apigatewayv2_route.one', 'api/a', 'a'],
  [
    'has a name for its id, which Terraform writes in another form',
    'aws_lambda_permission.one',
    'function/sid',
    'other',
  ],
])('what %s is managed', (_, address, id, held) => {
  expect(notImportable(address, id, held)).toEqual({ managed: [address], notImportable: [] });
});

test.each([
  ['aws_apigatewayv2_stage.one', 'b/$default', { id: '$default', api_id: 'a', name: '$default' }, 'a/$default'],
  ['aws_cloudwatch_event_target.one', 'rule/b', { id: 'rule-a', rule: 'rule', target_id: 'a' }, 'rule/a'],
])('%s of another parent, or with another id that Terraform invented, is not managed', (address, id, held, said) => {
  const reason = expect.stringContaining(`AWS has '${id}', and the state has '${said}': if`);
  expect(notImportable(address, id, held)).toEqual({ managed: [], notImportable: [{ address, reason }] });
});

test.each([
  ['aws_apigatewayv2_stage.one', 'a/$default', { id: '$default', api_id: 'a', name: '$default' }],
  ['aws_cloudwatch_event_target.one', 'rule/a', { id: 'rule-a', rule: 'rule', target_id: 'a' }],
  ['aws_cloudwatch_event_target.one', 'bus/rule/a', { id: 'rule-a', rule: 'rule', target_id: 'a' }],
  ['aws_cloudwatch_event_target.one', 'rule/a', { id: 'rule-a' }],
])('%s that is %s is managed', (address, id, held) => {
  expect(notImportable(address, id, held)).toEqual({ managed: [address], notImportable: [] });
});
