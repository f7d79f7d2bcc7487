import type { LookupCase } from './lookup-case';
import { NOT_FOUND, regionalArn } from './prod-plan';

export const statement = (Sid: string, Service: string, source: string) => ({
  Sid,
  Effect: 'Allow',
  Principal: { Service },
  Action: 'lambda:InvokeFunction',
  Resource: '*',
  Condition: { ArnLike: { 'AWS:SourceArn': source } },
});
export const policyOf = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

export const LAMBDA_CASES: readonly LookupCase[] = [
  {
    address: 'aws_lambda_event_source_mapping.email_event_source',
    there: { ListEventSourceMappingsCommand: { EventSourceMappings: [{ UUID: 'u1' }] } },
    id: 'u1',
    absent: { ListEventSourceMappingsCommand: { EventSourceMappings: [] } },
  },
  {
    address: 'aws_lambda_function.email_function',
    there: { GetFunctionConfigurationCommand: {} },
    id: 'carillon-prod-email',
    absent: { GetFunctionConfigurationCommand: NOT_FOUND },
  },
  {
    address: 'aws_lambda_function_event_invoke_config.sweeper_runs',
    there: { GetFunctionEventInvokeConfigCommand: {} },
    id: 'carillon-prod-sweeper',
    absent: { GetFunctionEventInvokeConfigCommand: NOT_FOUND },
  },
  {
    address: 'aws_lambda_function_recursion_config.audit_chain_recursion',
    there: { GetFunctionRecursionConfigCommand: { RecursiveLoop: 'Allow' } },
    id: 'carillon-prod-audit-chain',
    absent: { GetFunctionRecursionConfigCommand: NOT_FOUND },
  },
  {
    address: 'aws_lambda_permission.sweeper_permission',
    there: {
      GetPolicyCommand: {
        Policy: policyOf(
          statement('other', 'events.amazonaws.com', regionalArn('events', 'rule/carillon-dev-sweeper')),
          statement('s1', 'events.amazonaws.com', regionalArn('events', 'rule/carillon-prod-sweeper')),
        ),
      },
    },
    id: 'carillon-prod-sweeper/s1',
    absent: { GetPolicyCommand: NOT_FOUND },
  },
];
