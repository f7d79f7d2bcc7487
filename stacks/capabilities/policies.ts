/** An IAM policy statement in the form of its JSON. */
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
 * Literal JSON without CDKTF tokens, so that the plan shows every policy in full. Only ARNs that AWS generates, of a KMS key
 * and of the ledger's stream, are references.
 */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Statements that deny requests without TLS; none where the environment does not require it. */
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

export const allowRulesToSend = (queueArn: string, ruleArns: readonly string[]): Statement => ({
  Sid: 'AllowRuleToSend',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: queueArn,
  Condition: { ArnEquals: { 'aws:SourceArn': ruleArns.length === 1 ? String(ruleArns[0]) : ruleArns } },
});

/** Only SES may publish, and only feedback events of mail sent with this configuration set. */
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
