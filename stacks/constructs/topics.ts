import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { policyDocument, type Statement, tlsOnly } from '../capabilities/policies';
import type { Environment } from '../environment';
import { alarmOnFailedHandover } from './handover-alarm';
import { ALARMS, EVENTS, type Naming, NOTIFICATIONS } from './naming';

/** SNS topics for notifications from producers, for alarms, and for operational events. */
export class Topics extends Construct {
  readonly notifications: SnsTopic;
  readonly alarms: SnsTopic;
  /** Operational events about single notifications, endpoints and addresses; alarms are about the stack. */
  readonly events: SnsTopic;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    this.notifications = new SnsTopic(this, NOTIFICATIONS, {
      name: naming.name(NOTIFICATIONS),
      kmsMasterKeyId: 'alias/aws/sns',
      ...policy([
        ...producersMayPublish(naming, environment),
        ...tlsOnly(environment.requireTls, 'sns', naming.snsArn(NOTIFICATIONS)),
      ]),
    });
    // Not encrypted with alias/aws/sns: CloudWatch may not use that key, and its alarms would be lost silently.
    // Alarms contain names and states, never a notification.
    this.alarms = new SnsTopic(this, ALARMS, {
      name: naming.name(ALARMS),
      ...policy([
        alarmsMayPublish(naming, environment),
        ...tlsOnly(environment.requireTls, 'sns', naming.snsArn(ALARMS)),
      ]),
    });
    this.events = new SnsTopic(this, EVENTS, {
      name: naming.name(EVENTS),
      kmsMasterKeyId: 'alias/aws/sns',
      ...policy(tlsOnly(environment.requireTls, 'sns', naming.snsArn(EVENTS))),
    });
    if (environment.alarmEmail) this.mailAlarms(environment.alarmEmail);
    alarmOnFailedHandover(this, {
      naming,
      name: 'handover-failed',
      alarmsTopicArn: this.alarms.arn,
      topic: NOTIFICATIONS,
      message: 'a notification',
    });
  }

  private mailAlarms(endpoint: string): void {
    new SnsTopicSubscription(this, 'alarm_mail', { topicArn: this.alarms.arn, protocol: 'email', endpoint });
  }
}

/** Without statements AWS's default policy applies, which allows only this account. */
const policy = (statements: readonly Statement[]) =>
  statements.length > 0 ? { policy: policyDocument(statements) } : {};

/** Allow list from `CARILLON_PRODUCERS`; other principals of the account need an IAM policy (output `producer_policy`). */
function producersMayPublish(naming: Naming, { producers }: Environment): Statement[] {
  if (producers.length === 0) return [];
  return [
    {
      Sid: 'AllowProducersToPublish',
      Effect: 'Allow',
      Principal: { AWS: producers },
      Action: 'sns:Publish',
      Resource: naming.snsArn(NOTIFICATIONS),
    },
  ];
}

const alarmsMayPublish = (naming: Naming, { accountId }: Environment): Statement => ({
  Sid: 'AllowAlarmsToPublish',
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: naming.snsArn(ALARMS),
  Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
});
