import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { isObject } from '../../../../shared/domain/filter-policy/filter-policy';
import { allPages } from '../../all-pages';
import { arn } from './aws';
import { lookup, theOnly, type Values } from './lookup';

export const lambdaFunction = lookup({
  needs: ['function_name'],
  actions: ['lambda:GetFunctionConfiguration'],
  derived: ({ function_name }, place) => {
    const own = arn(place, 'lambda', `function:${function_name}`);
    const api = `arn:${place.partition}:apigateway:${place.region}:lambda:path`;
    return { arn: own, invoke_arn: `${api}/2015-03-31/functions/${own}/invocations` };
  },
  find: async ({ function_name: FunctionName }, { lambda }) => {
    await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return { id: FunctionName };
  },
});

export const eventSourceMapping = lookup({
  needs: ['function_name', 'event_source_arn'],
  changedInPlace: ['function_name'],
  belongsTo: 'function_name',
  actions: ['lambda:ListEventSourceMappings'],
  find: async ({ function_name: FunctionName, event_source_arn: EventSourceArn }, { lambda }) => {
    const all = await allPages(async (Marker) => {
      const page = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName, EventSourceArn, Marker }));
      return { items: page.EventSourceMappings, next: page.NextMarker };
    });
    return theOnly(
      all.map(({ UUID = '' }) => ({ id: UUID })),
      'several mappings of the function have this source',
    );
  },
});

const qualifierOf = (qualifier: string) => (qualifier === '' ? {} : { Qualifier: qualifier });
const qualified = (name: string, qualifier: string): string => (qualifier === '' ? name : `${name}:${qualifier}`);

export const eventInvokeConfig = lookup({
  needs: ['function_name', 'qualifier'],
  belongsTo: 'function_name',
  actions: ['lambda:GetFunctionEventInvokeConfig'],
  find: async ({ function_name: FunctionName, qualifier }, { lambda }) => {
    await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, ...qualifierOf(qualifier) }));
    return { id: qualified(FunctionName, qualifier) };
  },
});

/** Every function has one; a default one is imported and changed. */
export const recursionConfig = lookup({
  needs: ['function_name'],
  belongsTo: 'function_name',
  actions: ['lambda:GetFunctionRecursionConfig'],
  find: async ({ function_name: FunctionName }, { lambda }) => {
    await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
    return { id: FunctionName };
  },
});

const PERMISSION = ['function_name', 'qualifier', 'statement_id', 'action', 'principal', 'source_arn'] as const;
type PermissionValues = Values<(typeof PERMISSION)[number]>;

/** A statement of the function's policy, found by content if the plan names no id: Terraform generated one then. */
export const permission = lookup({
  needs: PERMISSION,
  belongsTo: 'function_name',
  actions: ['lambda:GetPolicy'],
  find: async (values, { lambda }) => {
    const { function_name: FunctionName, qualifier } = values;
    const { Policy = '{}' } = await lambda.send(new GetPolicyCommand({ FunctionName, ...qualifierOf(qualifier) }));
    const { Statement = [] } = JSON.parse(Policy) as { readonly Statement?: readonly PolicyStatement[] };
    const found = Statement.filter((statement) => isMeant(statement, values)).map(({ Sid }) => ({
      id: `${qualified(FunctionName, qualifier)}/${Sid}`,
    }));
    return theOnly(found, "several statements of the function's policy allow the same");
  },
});

interface PolicyStatement {
  readonly Sid: string;
  readonly Action: string;
  readonly Principal: string | Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function isMeant(
  statement: PolicyStatement,
  { statement_id, action, principal, source_arn }: PermissionValues,
): boolean {
  if (statement_id !== '') return statement.Sid === statement_id;
  const { Action, Principal } = statement;
  const principals = isObject(Principal) ? Object.values(Principal) : [Principal];
  return Action === action && principals.includes(principal) && sourceOf(statement) === source_arn;
}

const sourceOf = ({ Condition = {} }: PolicyStatement): string =>
  Object.values(Condition)
    .flatMap((tests) => Object.entries(tests))
    .find(([name]) => name.toLowerCase() === 'aws:sourcearn')?.[1] ?? '';
