import { Construct } from 'constructs';
import { STRAY } from '../../shared/domain/manifest/channel';
import type { AlarmsProps } from './alarm';
import { addLogAlarm } from './log-alarm';
import { strays } from './naming';

export interface StrayCountProps extends AlarmsProps {
  /** Name of the log group of the channel's function, whose lines are counted. */
  readonly logGroupName: string;
}

/** SNS applies a changed filter policy within 15 minutes, which overlaps at most two periods of 15 minutes. */
const PERIOD = { period: 900, evaluationPeriods: 3 };

/**
 * Counts strays in the channel's log: notifications that its filter policy excludes. SNS is eventually consistent, so some
 * are expected after a change of the policy; if they continue, SNS and the channel have different policies.
 *
 * @see Amazon SNS Developer Guide, "Applying a subscription filter policy": up to 15 minutes
 */
export class StrayCount extends Construct {
  constructor(scope: Construct, id: string, { logGroupName, naming, name, alarmsTopicArn }: StrayCountProps) {
    super(scope, id);
    addLogAlarm(this, 'strays', {
      naming,
      name: strays(name),
      alarmsTopicArn,
      logGroupName,
      ...PERIOD,
      pattern: `{ $.event = "${STRAY}" }`,
      alarmDescription: `${name}: for 45 minutes it has got what its filter policy does not want`,
    });
  }
}
