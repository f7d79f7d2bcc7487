import { withDeclared } from './declared';
import { type Traits, withImplied } from './traits';

const TYPES = [
  'aws_sesv2_configuration_set',
  'aws_sesv2_email_identity',
  'aws_sqs_queue',
  'aws_sqs_queue.redrive_policy',
];
const known: Traits = {
  resources: { aws_sesv2_email_identity: 'it is paid' },
  abilities: { webhook: 'its functions run in containers' },
  drifting: {},
  stoodInFor: {},
};
const declared = (env: NodeJS.ProcessEnv) => withDeclared(known, TYPES, env);
const NAMED = 'CARILLON_TARGET_LACKS names it';

test('without a declaration, a target has its known traits', () => {
  expect(declared({ CARILLON_TARGET_LACKS: '' })).toEqual(known);
});

test('CARILLON_TARGET_LACKS adds abilities and resources, and keeps known reasons', () => {
  expect(declared({ CARILLON_TARGET_LACKS: ' inbox, webhook,aws_sqs_queue' })).toEqual({
    ...known,
    resources: { ...known.resources, aws_sqs_queue: NAMED },
    abilities: { ...known.abilities, inbox: NAMED },
  });
});

test('a prefix of Terraform types stands for all of them', () => {
  expect(declared({ CARILLON_TARGET_LACKS: 'aws_sesv2' }).resources).toEqual({
    aws_sesv2_configuration_set: NAMED,
    aws_sesv2_email_identity: 'it is paid',
  });
});

test('an attribute needs its full name', () => {
  expect(declared({ CARILLON_TARGET_LACKS: 'aws_sqs_queue.redrive_policy' }).resources).toEqual({
    ...known.resources,
    'aws_sqs_queue.redrive_policy': NAMED,
  });
  expect(declared({ CARILLON_TARGET_LACKS: 'aws_sqs' }).resources).toEqual({
    ...known.resources,
    aws_sqs_queue: NAMED,
  });
  expect(() => declared({ CARILLON_TARGET_LACKS: 'aws_sqs_queue.redrive' })).toThrow("names 'aws_sqs_queue.redrive'");
});

test('CARILLON_TARGET_HAS removes known gaps', () => {
  const { resources, abilities } = declared({ CARILLON_TARGET_HAS: 'webhook,aws_sesv2' });
  expect({ resources, abilities }).toEqual({ resources: {}, abilities: {} });
});

test.each(['CARILLON_TARGET_LACKS', 'CARILLON_TARGET_HAS'])(
  'all names that %s misspells are refused at once',
  (name) => {
    expect(() => declared({ [name]: 'webhooks,inbox,aws_ses,aws_' })).toThrow(
      expect.objectContaining({
        code: 'integration.declared.unknown',
        message: `${name} names 'webhooks', 'aws_ses', 'aws_'`,
        fix: expect.stringContaining('name functions, webhook, '),
      }),
    );
  },
);

test('a target without the resources of an ability lacks the ability', () => {
  const without = (type: string) => withImplied({ ...known, resources: { [type]: 'it is paid' } }).abilities;
  expect(without('aws_apigatewayv2_api')).toEqual({
    ...known.abilities,
    'http-api': 'there is no aws_apigatewayv2_api',
  });
  expect(without('aws_lambda_function')).toEqual({ ...known.abilities, functions: 'there is no aws_lambda_function' });
  for (const type of ['aws_sesv2_email_identity', 'aws_lambda_function_recursion_config'])
    expect(without(type)).toEqual(known.abilities);
});
