import { DataAwsSqsQueues } from '@cdktf/provider-aws/lib/data-aws-sqs-queues';
import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import type { Environment } from '../environment';
import { queuesOfEveryTrigger, queuesOfFunction } from '../triggers/trigger-kinds';
import { type Naming, queuesOf } from './naming';

interface RemovedQueuesProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Manifests of all channels of the stack. */
  readonly channels: readonly ChannelManifest[];
  /** Manifests of all functions that serve no channel. */
  readonly functions: readonly FunctionManifest[];
}

/**
 * Guard against losing messages: Terraform destroys the queues of a removed channel, with the messages in them, and its
 * plan says so in a few lines of many. The plan fails while AWS has a queue of this environment that the stack does not
 * declare, unless `CARILLON_REMOVE` names its owner. It lists queues in AWS, not in the state, so that a lost state is no gap.
 *
 * @see Terraform, "Custom conditions", postconditions of data sources
 */
export class RemovedQueues extends Construct {
  constructor(scope: Construct, id: string, { naming, environment, channels, functions }: RemovedQueuesProps) {
    super(scope, id);
    const declared = [...channels.flatMap(({ name }) => queuesOf(name)), ...functions.flatMap(queuesOfFunction)];
    const known = [...declared, ...(environment.remove ?? []).flatMap(queuesOfRemoved)].map((part) =>
      naming.name(part),
    );
    const others = `setsubtract([for url in self.queue_urls : basename(url)], ${JSON.stringify(known)})`;
    new DataAwsSqsQueues(this, 'found', {
      queueNamePrefix: naming.name(''),
      lifecycle: {
        postcondition: [
          {
            condition: expression(`length(${others}) == 0`),
            errorMessage: `AWS has queues that the stack does not declare, and Terraform would destroy those of its state with what waits in them: ${expression(`join(", ", ${others})`)}. See docs/runbook.md, "Take a channel out": CARILLON_REMOVE names the channels or functions that they were of, without carillon-${environment.name}- and -dlq; what is in no state is deleted by hand.`,
          },
        ],
      },
    });
  }
}

const expression = (text: string): string => `\${${text}}`;

/** Queues that a removed channel or function may have had: its manifest is gone, and with it the kind of its trigger. */
const queuesOfRemoved = (name: string): string[] => [...new Set([...queuesOf(name), ...queuesOfEveryTrigger(name)])];
