import type { Plan } from './plan';
import type { PolicyDocument, PolicyStatement } from './policy-document';
import type { ResourceBody, ResourceType, ResourceTypes } from './terraform-json';

/** Breaks a plan in one place. */
export type Mutation = (plan: Plan) => void;

type Body<Type extends ResourceType> = ResourceTypes[Type];
type TextMember<Type extends ResourceType> = {
  [Key in keyof Body<Type>]: Body<Type>[Key] extends string | undefined ? Key : never;
}[keyof Body<Type>];

export const set =
  <Type extends ResourceType>(type: Type, id: string, change: Partial<Body<Type>>): Mutation =>
  (plan) =>
    void Object.assign(plan.one(type, id), change);

/** Adds a resource, possibly of a type that properties do not know. */
export const add =
  (type: string, id: string, body: object): Mutation =>
  (plan) => {
    const byType = plan.json.resource as Record<string, Record<string, ResourceBody>>;
    byType[type] = { ...byType[type], [id]: body };
  };

/** Changes members of an attribute that is JSON in a string, such as a redrive policy. */
export const setJson =
  <Type extends ResourceType>(type: Type, id: string, member: TextMember<Type>, change: object): Mutation =>
  (plan) => {
    editText(plan.one(type, id), member, (content: object) => Object.assign(content, change));
  };

/** Changes the statement with this Sid. */
export const setStatement =
  <Type extends ResourceType>(
    type: Type,
    id: string,
    member: TextMember<Type>,
    sid: string,
    change: Partial<PolicyStatement> | { readonly Condition: undefined },
  ): Mutation =>
  (plan) =>
    editText(plan.one(type, id), member, ({ Statement }: PolicyDocument) => {
      const statement = Statement.find(({ Sid }) => Sid === sid);
      if (!statement) throw new Error(`${type}.${id} has no statement ${sid}`);
      Object.assign(statement, change);
    });

export const addStatement =
  <Type extends ResourceType>(type: Type, id: string, member: TextMember<Type>, statement: PolicyStatement): Mutation =>
  (plan) =>
    editText(plan.one(type, id), member, ({ Statement }: PolicyDocument) => Statement.push(statement));

/** `${address.attribute}`, as Terraform writes references. */
export const reference = (address: string): string => `\${${address}}`;

function editText<Content>(body: object, member: PropertyKey, edit: (content: Content) => void): void {
  const text: unknown = Reflect.get(body, member);
  const content = JSON.parse(typeof text === 'string' ? text : '{}') as Content;
  edit(content);
  Reflect.set(body, member, JSON.stringify(content));
}
