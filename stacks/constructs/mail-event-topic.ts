import type { Sesv2ConfigurationSet } from '@cdktf/provider-aws/lib/sesv2-configuration-set';
import { Sesv2ConfigurationSetEventDestination } from '@cdktf/provider-aws/lib/sesv2-configuration-set-event-destination';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { Construct } from 'constructs';
import { allowSesToPublish, policyDocument, tlsOnly } from '../capabilities/policies';
import type { Environment } from '../environment';
import { alarmOnFailedHandover } from './handover-alarm';
import { MAIL, MAIL_EVENTS, type Naming } from './naming';

/**
 * Events that decide a delivery's state and whether its address is suppressed. `SEND` proves that SES accepted a mail whose
 * response was lost, before a retry sends it again. No opens and clicks: Carillon does not track recipients.
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

/** Topic of SES feedback events: delivery, bounce, complaint and the like. */
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
    // Not encrypted with alias/aws/sns: SES may not use that key, and its events would be lost silently.
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
      // A reference, so that the topic's policy exists first: SES refuses a topic that it may not publish to.
      eventDestination: {
        enabled: true,
        matchingEventTypes: EVENT_TYPES,
        snsDestination: { topicArn: this.topic.arn },
      },
    });
    alarmOnFailedHandover(this, {
      naming,
      name: 'mail-handover-failed',
      alarmsTopicArn,
      topic: MAIL_EVENTS,
      message: 'an event of a mail',
    });
  }
}
