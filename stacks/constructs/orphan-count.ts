import { Construct } from 'constructs';
import { ORPHAN_ADOPTED, ORPHAN_UNRECOVERABLE } from '../../shared/domain/delivery/orphan';
import type { AlarmsProps } from './alarm';
import { addLogAlarm } from './log-alarm';
import { orphans } from './naming';

export interface OrphanCountProps extends AlarmsProps {
  /** Of the function that looks for them. */
  readonly logGroupName: string;
}

/**
 * Counts deliveries that nothing would have finished, by the lines of the log: those that were brought back, and those
 * that cannot be. One is enough for an alarm: each of them is a message that was lost.
 */
export class OrphanCount extends Construct {
  constructor(scope: Construct, id: string, { logGroupName, naming, name, alarmsTopicArn }: OrphanCountProps) {
    super(scope, id);
    addLogAlarm(this, 'orphans', {
      ...{ naming, name: orphans(name), alarmsTopicArn, logGroupName },
      pattern: `{ ($.event = "${ORPHAN_ADOPTED}") || ($.event = "${ORPHAN_UNRECOVERABLE}") }`,
      alarmDescription: `${name}: messages of deliveries were lost; its log says which were brought back, and which cannot be`,
    });
  }
}
