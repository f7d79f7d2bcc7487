import { Construct } from 'constructs';
import { ORPHAN_ADOPTED, ORPHAN_UNRECOVERABLE, RECONCILE_FAILED } from '../../shared/domain/delivery/orphan';
import { SWEEP_FAILED } from '../../shared/domain/delivery/park-shard';
import type { AlarmsProps } from './alarm';
import { addLogAlarm } from './log-alarm';
import { orphans, scanFailures, unsent } from './naming';

export interface SweeperAlarmsProps extends AlarmsProps {
  /** Name of the sweeper's log group, whose lines are counted. */
  readonly logGroupName: string;
}

/** Failed scans in 5 minutes that later runs make up for; the alarm needs five, one in each run. */
const TOLERATED_FAILURES = 4;

/**
 * Alarms on lines of the sweeper's log: a run succeeds in spite of single failures, so that it can continue with the rest.
 *
 * One orphan raises an alarm, recovered or not: each is a message that was lost.
 */
export class SweeperAlarms extends Construct {
  constructor(scope: Construct, id: string, { logGroupName, naming, name, alarmsTopicArn }: SweeperAlarmsProps) {
    super(scope, id);
    const props = { naming, alarmsTopicArn, logGroupName };
    addLogAlarm(this, 'orphans', {
      ...props,
      name: orphans(name),
      pattern: `{ ($.event = "${ORPHAN_ADOPTED}") || ($.event = "${ORPHAN_UNRECOVERABLE}") }`,
      alarmDescription: `${name}: messages of deliveries were lost; its log says which were brought back, and which cannot be`,
    });
    addLogAlarm(this, 'unsent', {
      ...props,
      name: unsent(name),
      period: 300,
      pattern: `{ $.event = "${SWEEP_FAILED}" }`,
      alarmDescription: `${name}: deliveries are due and could not be brought back to their queues; its log says why`,
    });
    addLogAlarm(this, 'scan_failures', {
      ...props,
      name: scanFailures(name),
      period: 300,
      threshold: TOLERATED_FAILURES,
      pattern: `{ $.event = "${RECONCILE_FAILED}" }`,
      alarmDescription: `${name}: the ledger cannot be searched for forgotten deliveries; its log says why`,
    });
  }
}
