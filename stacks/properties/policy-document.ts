/** A statement of an IAM policy with its lists made uniform. */
export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: string | Record<string, string | string[]>;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface PolicyDocument {
  Version: string;
  Statement: PolicyStatement[];
}

export const statementsOf = (policy: string | undefined): PolicyStatement[] =>
  policy === undefined ? [] : (JSON.parse(policy) as PolicyDocument).Statement;

export const allowsOf = (policy: string | undefined): PolicyStatement[] =>
  statementsOf(policy).filter(({ Effect }) => Effect === 'Allow');

export const list = (value: string | string[] | undefined): string[] => [value ?? []].flat();

/** Does the policy refuse the action to everybody who comes without TLS? */
export const refusesPlainHttp = (policy: string | undefined, action: string, resource: string): boolean =>
  statementsOf(policy).some(
    (statement) =>
      statement.Effect === 'Deny' &&
      statement.Principal === '*' &&
      list(statement.Action).includes(action) &&
      list(statement.Resource).includes(resource) &&
      JSON.stringify(statement.Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
  );
