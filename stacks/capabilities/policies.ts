/** An IAM policy statement, as the JSON has it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A statement without conditions. */
export const allow = (
  Sid: string,
  Action: string | readonly string[],
  Resource: string | readonly string[],
): Statement => ({ Sid, Effect: 'Allow', Action, Resource });

/**
 * Literal JSON: no token may be inside, so that the plan shows every policy as it will be. Only the ARNs of a KMS key and
 * of the ledger's stream, which nobody can compute, are references.
 */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Nothing where the environment does without TLS. */
export const tlsOnly = (required: boolean, service: TlsService, resource: string | readonly string[]): Statement[] =>
  required ? [denyPlainHttp(service, resource)] : [];

export type TlsService = 'sqs' | 'sns' | 's3';

const PLAIN_HTTP_ACTIONS: Readonly<Record<TlsService, string>> = { sqs: 'sqs:*', sns: 'sns:Publish', s3: 's3:*' };

const denyPlainHttp = (service: TlsService, resource: string | readonly string[]): Statement => ({
  Sid: 'DenyPlainHttp',
  Effect: 'Deny',
  Principal: '*',
  Action: PLAIN_HTTP_ACTIONS[service],
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

export const allowTopicToSend = (queueArn: string, topicArn: string): Statement => ({
  Sid: 'AllowTopicToSend',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: queueArn,
  Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
});

export const allowRuleToSend = (queueArn: string, ruleArn: string): Statement => ({
  Sid: 'AllowRuleToSend',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: queueArn,
  Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
});

/** SES publishes what becomes of mails that were sent with this configuration set, and nobody else does. */
export const allowSesToPublish = (
  topicArn: string,
  { accountId, configurationSetArn }: { readonly accountId: string; readonly configurationSetArn: string },
): Statement => ({
  Sid: 'AllowSesToPublish',
  Effect: 'Allow',
  Principal: { Service: 'ses.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topicArn,
  Condition: { StringEquals: { 'aws:SourceAccount': accountId, 'aws:SourceArn': configurationSetArn } },
});
