import type { ChannelManifest } from '../../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../../shared/domain/manifest/function-manifest';
import type { Environment } from '../../environment';
import type { ResourceBody, ResourceType, ResourceTypes, TerraformJson } from './terraform-json';

export interface Resource<Body> {
  /** Terraform address, such as `aws_sqs_queue.email_queue`. */
  readonly address: string;
  readonly body: Body;
}

/** Manifests of a stack. */
export interface Manifests {
  /** Manifests of all channels. */
  readonly channels: readonly ChannelManifest[];
  /** Manifests of all functions that serve no channel. */
  readonly functions: readonly FunctionManifest[];
}

/** A synthesized environment with the queries that properties use. */
export class Plan {
  constructor(
    readonly environment: Environment,
    readonly json: TerraformJson,
    readonly manifests: Manifests,
  ) {}

  copy(): Plan {
    return new Plan(this.environment, structuredClone(this.json), { ...this.manifests });
  }

  all<Type extends ResourceType>(type: Type): Resource<ResourceTypes[Type]>[] {
    const bodies: Record<string, ResourceTypes[Type]> = this.json.resource[type] ?? {};
    return Object.entries(bodies).map(([id, body]) => ({ address: `${type}.${id}`, body }));
  }

  /** @throws Error when the stack has no resource of this address */
  one<Type extends ResourceType>(type: Type, id: string): ResourceTypes[Type] {
    const body = this.find(type, `${type}.${id}`)?.body;
    if (!body) throw new Error(`the plan has no ${type}.${id}`);
    return body;
  }

  find<Type extends ResourceType>(type: Type, address: string): Resource<ResourceTypes[Type]> | undefined {
    return this.all(type).find((resource) => resource.address === address);
  }

  /** Every resource, those of types unknown to properties included. */
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

  /** Manifest of the function with this name in AWS. */
  manifestOf(functionName: string): ChannelManifest | FunctionManifest | undefined {
    const { channels, functions } = this.manifests;
    return [...channels, ...functions].find(({ name }) => functionName.replace(/^carillon-[a-z]+-/, '') === name);
  }

  /** Name in AWS; computed independently of the stack's code, which properties check. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.environment.region}:${this.environment.accountId}:${resource}`;
  }

  bucketArn(name: string): string {
    return `arn:${this.partition}:s3:::${name}`;
  }

  /** Every user and role of the account. */
  get accountArn(): string {
    return `arn:${this.partition}:iam::${this.environment.accountId}:root`;
  }

  private get partition(): string {
    return /^us-gov-/.test(this.environment.region) ? 'aws-us-gov' : 'aws';
  }

  queueByArn(arn: string | undefined): Resource<ResourceTypes['aws_sqs_queue']> | undefined {
    return this.all('aws_sqs_queue').find(({ body }) => this.arn('sqs', body.name) === arn);
  }
}
