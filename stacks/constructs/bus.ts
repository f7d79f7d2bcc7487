import { CloudwatchEventArchive } from '@cdktf/provider-aws/lib/cloudwatch-event-archive';
import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { BUS, type Naming } from './naming';

/**
 * The environment's event bus, with an archive of all its events for a replay. It has no policy: principals of this account
 * need an IAM policy, and no other account may put events.
 */
export class Bus extends Construct {
  readonly bus: CloudwatchEventBus;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    this.bus = new CloudwatchEventBus(this, 'bus', { name: naming.busName });
    new CloudwatchEventArchive(this, 'archive', {
      name: naming.name(BUS),
      description: `all events of ${naming.busName}`,
      eventSourceArn: this.bus.arn,
      retentionDays: environment.busRetentionDays,
    });
  }
}
