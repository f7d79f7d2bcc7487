/** A statement of an IAM policy with its lists made uniform. */
export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: string | Record<string, string | string[]>;
  Action: string | string[];
  /** No statement of ours has it, and properties refuse it. */
  NotAction?: string | string[];
  Resource: string | string[];
  NotResource?: string | string[];
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

/** Who may do what to which resource, and when. The policy of a role names no resource. */
export type Grant = Pick<PolicyStatement, 'Principal' | 'Action' | 'Condition'> & { Resource?: string | string[] };

/** A statement as text, whatever its name and the order of its members and lists: AWS reads them alike. */
export const essence = ({ Principal, Action, Resource, Condition }: Grant): string =>
  JSON.stringify(sorted({ Action, Condition, Principal, Resource }));

/** One text is a list of one. */
function sorted(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [value].flat().toSorted();
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

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
