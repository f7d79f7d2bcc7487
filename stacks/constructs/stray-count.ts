import { Construct } from 'constructs';
import { STRAY } from '../../shared/domain/manifest/channel';
import type { AlarmsProps } from './alarm';
import { addLogAlarm } from './log-alarm';
import { strays } from './naming';

export interface StrayCountProps extends AlarmsProps {
  /** Name of the log group of the channel's function, whose lines are counted. */
  readonly logGroupName: string;
}

/** SNS applies a changed filter policy within 15 minutes; that can touch two periods of 15, and not three. */
const PERIOD = { period: 900, evaluationPeriods: 3 };

/**
 * Counts what the channel got although its filter policy does not want it, by the lines of its log. Some are due after a
 * change of the policy; when they go on, SNS and the channel do not have the same one.
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
