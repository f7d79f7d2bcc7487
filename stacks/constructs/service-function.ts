import { Construct } from 'constructs';
import type { FunctionManifest, Trigger } from '../../shared/domain/manifest/function-manifest';
import { consumerStatements, type Grant, scheduledStatements, streamStatements } from '../capabilities/capabilities';
import type { Environment } from '../environment';
import { addEventSource } from '../triggers/event-source';
import { HttpApi } from '../triggers/http-api';
import { LedgerStream } from '../triggers/ledger-stream';
import { Schedule } from '../triggers/schedule';
import { FunctionAlarms } from './alarm';
import { ConsumerAlarms } from './consumer-alarms';
import { Lambda } from './lambda';
import {
  deadLetterQueue,
  LEDGER_STREAM_ARN,
  MAIL_EVENTS,
  type Naming,
  sourceQueue,
  streamDeadLetterQueue,
} from './naming';
import { SubscribedQueues } from './subscribed-queues';
import { SweeperAlarms } from './sweeper-alarms';

export interface ServiceFunctionProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly manifest: FunctionManifest;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  /** Whether the account has room for what functions reserve. */
  readonly reserves: boolean;
  readonly alarmsTopicArn: string;
  readonly mailEventsTopicArn: string;
  /** Folder of the function bundles. */
  readonly bundles: string;
}

/** A function that serves no channel, what starts it, and its alarms. */
export class ServiceFunction extends Construct {
  constructor(
    scope: Construct,
    private readonly props: ServiceFunctionProps,
  ) {
    super(scope, props.manifest.name);
    const { trigger } = props.manifest;
    switch (trigger.kind) {
      case 'schedule':
        this.schedule(trigger);
        break;
      case 'mail-events':
        this.drainMailEvents(trigger);
        break;
      case 'inserted-records':
        this.readLedger(trigger);
        break;
      case 'http':
        this.answer(trigger);
        break;
    }
  }

  private answer({ routes }: Extract<Trigger, { kind: 'http' }>): void {
    const named = { ...this.props, name: this.props.manifest.name };
    const lambda = new Lambda(this, 'lambda', { ...this.props, needs: NOTHING });
    new HttpApi(this, 'http', { ...named, routes, function: lambda.function });
    new FunctionAlarms(this, 'alarms', named);
  }

  private schedule(trigger: Extract<Trigger, { kind: 'schedule' }>): void {
    const { naming, manifest } = this.props;
    const named = { ...this.props, name: manifest.name };
    const statements = scheduledStatements(naming.sqsArn(deadLetterQueue(manifest.name)));
    const lambda = new Lambda(this, 'lambda', { ...this.props, needs: { statements, variables: {} } });
    new Schedule(this, 'schedule', { ...named, ...trigger, lambda });
    new FunctionAlarms(this, 'alarms', named);
    if (!manifest.capabilities.includes('ledger:sweep')) return;
    new SweeperAlarms(this, 'found', { ...named, logGroupName: lambda.logGroup.name });
  }

  private readLedger(trigger: Extract<Trigger, { kind: 'inserted-records' }>): void {
    const { manifest } = this.props;
    const lambda = new Lambda(this, 'lambda', { ...this.props, needs: streamNeeds(this.props) });
    const named = { ...this.props, name: manifest.name, function: manifest.function };
    new LedgerStream(this, 'stream', { ...named, trigger, lambda });
  }

  private drainMailEvents({ queue, maximumConcurrency }: Extract<Trigger, { kind: 'mail-events' }>): void {
    const { manifest, mailEventsTopicArn } = this.props;
    const named = { ...this.props, name: manifest.name };
    const queues = new SubscribedQueues(this, 'queues', {
      ...named,
      queue,
      function: manifest.function,
      topic: { part: MAIL_EVENTS, arn: mailEventsTopicArn },
    });
    const lambda = new Lambda(this, 'lambda', { ...this.props, needs: consumerNeeds(this.props) });
    addEventSource(this, lambda, { queue: queues.source, tuning: queue, maximumConcurrency });
    new ConsumerAlarms(this, 'alarms', { ...named, logGroupName: lambda.logGroup.name });
  }
}

const NOTHING: Grant = { statements: [], variables: {} };

/** It takes from its queue, and keeps what it cannot read in the dead-letter queue; it sends nothing to itself. */
function consumerNeeds({ naming, environment, manifest: { name } }: ServiceFunctionProps): Grant {
  const deadLetters = deadLetterQueue(name);
  return {
    statements: consumerStatements(naming, environment, { queue: sourceQueue(name), sendsTo: [deadLetters] }),
    variables: { DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetters) },
  };
}

/** It reads the ledger's stream, and sends what it cannot handle to its queue, which it drains. */
function streamNeeds({ naming, environment, manifest: { name } }: ServiceFunctionProps): Grant {
  const queue = sourceQueue(name);
  return {
    statements: [
      ...streamStatements(LEDGER_STREAM_ARN, naming.sqsArn(streamDeadLetterQueue(name))),
      ...consumerStatements(naming, environment, { queue, sendsTo: [queue] }),
    ],
    variables: { QUEUE_URL: naming.queueUrl(queue) },
  };
}
