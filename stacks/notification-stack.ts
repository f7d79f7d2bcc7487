import { type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { assertDistinctAddresses } from './constructs/addresses';
import { Attachments } from './constructs/attachments';
import { AuditVault } from './constructs/audit-vault';
import { Bus } from './constructs/bus';
import { Channel } from './constructs/channel';
import { fitsQuota } from './constructs/concurrency';
import { HttpApi } from './constructs/http-api';
import { Keys } from './constructs/keys';
import { MailIdentity } from './constructs/mail-identity';
import { Naming } from './constructs/naming';
import { addOutputs } from './constructs/outputs';
import { configureTerraform } from './constructs/provider';
import { RemovedQueues } from './constructs/removed-queues';
import { ServiceFunction } from './constructs/service-function';
import { Storage } from './constructs/storage';
import { Topics } from './constructs/topics';
import { Uploads } from './constructs/uploads';
import type { Environment } from './environment';
import { assertValid } from './rules/validation';
import { deployedFunctions } from './triggers/trigger-kinds';
import { type Manifests, Plan } from './verification/properties/plan';
import type { TerraformJson } from './verification/properties/terraform-json';
import { assertProperties } from './verification/properties/violations';

export interface NotificationStackProps extends Manifests {
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Folder with the function bundles, one `<name>.zip` each. */
  readonly bundles: string;
}

/** Composition root of one environment: topics, storage, keys, mail identity, channels, and functions that serve none. */
export class NotificationStack extends TerraformStack {
  private readonly props: NotificationStackProps;

  constructor(scope: Construct, props: NotificationStackProps) {
    const { environment, channels, bundles } = props;
    super(scope, environment.name);
    assertValid(environment, channels, props.functions);
    const functions = deployedFunctions(props.functions, environment);
    this.props = { ...props, functions };
    configureTerraform(this, environment);
    const naming = new Naming(environment);
    const topics = new Topics(this, 'topics', { naming, environment });
    const storage = new Storage(this, 'storage', { naming, environment });
    const keys = new Keys(this, 'keys', { naming, environment });
    const vault = new AuditVault(this, 'vault', { naming, environment });
    const attachments = new Attachments(this, 'attachments', { naming, environment });
    const uploads = new Uploads(this, 'uploads', { naming, environment });
    const names = channels.map(({ name }) => name);
    const reserves = fitsQuota([...channels, ...functions], environment);
    const shared = { naming, environment, bundles, channels: names, reserves, alarmsTopicArn: topics.alarms.arn };
    const topicArn = topics.notifications.arn;
    const bus = new Bus(this, 'bus', { naming, environment });
    const mail = new MailIdentity(this, 'mail', shared);
    for (const manifest of channels) new Channel(this, { ...shared, topicArn, manifest });
    const httpApi = once(() => new HttpApi(this, 'http', { ...shared, functions }));
    for (const manifest of functions) {
      new ServiceFunction(this, {
        ...shared,
        busName: bus.bus.name,
        eventsTopicArn: topics.events.arn,
        mailEventsTopicArn: mail.events.topic.arn,
        httpApi,
        manifest,
      });
    }
    // Queues of an emulator hold nothing worth guarding.
    if (environment.name !== 'local') new RemovedQueues(this, 'queues', { naming, environment, channels, functions });
    addOutputs(this, {
      naming,
      environment,
      topics,
      storage,
      keys,
      vault,
      attachments,
      uploads,
      bus,
      mail,
      channels,
      functions,
    });
  }

  /** @throws CodedError `stack.address.duplicate` or `stack.invalid`, before anything is written */
  override toTerraform(): unknown {
    assertDistinctAddresses(this);
    const json: unknown = super.toTerraform();
    // The plan that Terraform reads: serialization drops undefined members.
    const written: TerraformJson = JSON.parse(JSON.stringify(json));
    assertProperties(new Plan(this.props.environment, written, this.props));
    return json;
  }

  /**
   * Address of owner and part: `aws_sqs_queue.email_queue`, not `…_email_queues_queue_8C4E1B92`. Addresses are a contract:
   * Terraform replaces a resource whose address changes without a `moved` block. So they are independent of the constructs
   * between; a golden list pins them, and synthesis refuses duplicates.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = 'node' in element ? (element.node as Node) : element;
    const [owner, ...rest] = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    return [owner, ...rest.slice(-1)].join('_').replaceAll('-', '_');
  }
}

function once<Result>(make: () => Result): () => Result {
  let made: Result | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
