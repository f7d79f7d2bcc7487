import type { Sesv2ConfigurationSet } from '@cdktf/provider-aws/lib/sesv2-configuration-set';
import { Sesv2ConfigurationSetEventDestination } from '@cdktf/provider-aws/lib/sesv2-configuration-set-event-destination';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { Construct } from 'constructs';
import { allowSesToPublish, policyDocument, tlsOnly } from '../capabilities/policies';
import type { Environment } from '../environment';
import { addAlarm } from './alarm';
import { MAIL, MAIL_EVENTS, type Naming } from './naming';

/**
 * What decides where a delivery stands, and whether the address may be mailed again. `SEND` tells of a mail whose answer
 * was lost that SES has it, before it is sent again. Not opens and clicks: nobody is watched.
 */
const EVENT_TYPES = ['SEND', 'BOUNCE', 'COMPLAINT', 'DELIVERY', 'DELIVERY_DELAY', 'REJECT', 'RENDERING_FAILURE'];

export interface MailEventTopicProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Configuration set that mail is sent with, and whose events are published. */
  readonly configurationSet: Sesv2ConfigurationSet;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
}

/** The topic that SES publishes to what becomes of each mail. */
export class MailEventTopic extends Construct {
  readonly topic: SnsTopic;

  constructor(
    scope: Construct,
    id: string,
    { naming, environment, configurationSet, alarmsTopicArn }: MailEventTopicProps,
  ) {
    super(scope, id);
    const topicArn = naming.snsArn(MAIL_EVENTS);
    const configurationSetArn = naming.arn('ses', `configuration-set/${naming.name(MAIL)}`);
    // Not encrypted with alias/aws/sns: SES may not use that key, and its events would be lost without a word.
    this.topic = new SnsTopic(this, 'events', {
      name: naming.name(MAIL_EVENTS),
      policy: policyDocument([
        allowSesToPublish(topicArn, { accountId: environment.accountId, configurationSetArn }),
        ...tlsOnly(environment.requireTls, 'sns', topicArn),
      ]),
    });
    new Sesv2ConfigurationSetEventDestination(this, 'event_destination', {
      configurationSetName: configurationSet.configurationSetName,
      eventDestinationName: naming.name(MAIL_EVENTS),
      // By reference: SES refuses a topic that it may not publish to yet.
      eventDestination: {
        enabled: true,
        matchingEventTypes: EVENT_TYPES,
        snsDestination: { topicArn: this.topic.arn },
      },
    });
    addAlarm(this, 'handover_failed', {
      naming,
      name: 'mail-handover-failed',
      alarmsTopicArn,
      alarmDescription:
        'SNS could not hand an event of a mail over to a queue; it is in a subscription dead-letter queue',
      namespace: 'AWS/SNS',
      metricName: 'NumberOfNotificationsFailed',
      statistic: 'Sum',
      dimensions: { TopicName: naming.name(MAIL_EVENTS) },
    });
  }
}
