import type { Environment } from '../environment';
import type { ResourceBody, ResourceType, ResourceTypes, TerraformJson } from './terraform-json';

export interface Resource<Body> {
  /** As in `terraform state list`, such as `aws_sqs_queue.email_queue`. */
  readonly address: string;
  readonly body: Body;
}

/** A synthesized environment, with the questions that properties ask. */
export class Plan {
  constructor(
    readonly environment: Environment,
    readonly json: TerraformJson,
  ) {}

  copy(): Plan {
    return new Plan(this.environment, structuredClone(this.json));
  }

  all<Type extends ResourceType>(type: Type): Resource<ResourceTypes[Type]>[] {
    const bodies: Record<string, ResourceTypes[Type]> = this.json.resource[type] ?? {};
    return Object.entries(bodies).map(([id, body]) => ({ address: `${type}.${id}`, body }));
  }

  /** @throws when there is none: the caller asked for a resource that the stack no longer has */
  one<Type extends ResourceType>(type: Type, id: string): ResourceTypes[Type] {
    const body = this.find(type, `${type}.${id}`)?.body;
    if (!body) throw new Error(`the plan has no ${type}.${id}`);
    return body;
  }

  find<Type extends ResourceType>(type: Type, address: string): Resource<ResourceTypes[Type]> | undefined {
    return this.all(type).find((resource) => resource.address === address);
  }

  /** Every resource, also of types that properties do not know. */
  resources(): Resource<ResourceBody>[] {
    const byType: Record<string, Record<string, ResourceBody>> = this.json.resource;
    return Object.entries(byType).flatMap(([type, bodies]) =>
      Object.entries(bodies).map(([id, body]) => ({ address: `${type}.${id}`, body })),
    );
  }

  addresses(): string[] {
    return this.resources()
      .map(({ address }) => address)
      .sort();
  }

  /** The resource that `${aws_sqs_queue.email_queue.arn}` refers to. */
  referred<Type extends ResourceType>(type: Type, reference: string): Resource<ResourceTypes[Type]> | undefined {
    const address = /^\$\{(\w+\.\w+)\.\w+\}$/.exec(reference)?.[1];
    return address === undefined ? undefined : this.find(type, address);
  }

  /** What AWS will call it; not taken from the stack's own code, which these tests are to check. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.environment.region}:${this.environment.accountId}:${resource}`;
  }

  /** Every user and role of the account. */
  get accountArn(): string {
    return `arn:aws:iam::${this.environment.accountId}:root`;
  }

  queueByArn(arn: string | undefined): Resource<ResourceTypes['aws_sqs_queue']> | undefined {
    return this.all('aws_sqs_queue').find(({ body }) => this.arn('sqs', body.name) === arn);
  }
}
