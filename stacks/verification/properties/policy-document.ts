/** A normalized IAM statement: single values are lists. */
export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: string | Record<string, string | string[]>;
  Action: string | string[];
  /** Never used by Carillon; properties refuse it. */
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

/** Principal, actions, resources and conditions. A role's trust policy has no resource. */
export type Grant = Pick<PolicyStatement, 'Principal' | 'Action' | 'Condition'> & { Resource?: string | string[] };

/** Canonical text of a statement, without Sid and independent of order, which AWS ignores too. */
export const essence = ({ Principal, Action, Resource, Condition }: Grant): string =>
  JSON.stringify(sorted({ Action, Condition, Principal, Resource }));

/** Turns a single string into a list. */
function sorted(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [value].flat().toSorted();
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

/** Whether the policy denies the action to all requests without TLS. */
export const refusesPlainHttp = (policy: string | undefined, action: string, resource: string): boolean =>
  statementsOf(policy).some(
    (statement) =>
      statement.Effect === 'Deny' &&
      statement.Principal === '*' &&
      list(statement.Action).includes(action) &&
      list(statement.Resource).includes(resource) &&
      JSON.stringify(statement.Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
  );
