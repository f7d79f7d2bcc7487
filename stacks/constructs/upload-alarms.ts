import { Construct } from 'constructs';
import { IMPORT_REFUSED } from '../../shared/domain/import/import-record';
import { alarmOnDeadLetters, FunctionAlarms } from './alarm';
import { alarmOnMessageAge, alarmOnRecordFailures, type ConsumerAlarmsProps } from './consumer-alarms';
import { addLogAlarm } from './log-alarm';
import { deadLetterQueue, refusedFiles } from './naming';

/** Alarms of a function that imports uploaded files: it fails or is late, or a file could not be read as a whole. */
export class UploadAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ConsumerAlarmsProps) {
    super(scope, id);
    const { naming, name, alarmsTopicArn, logGroupName } = props;
    new FunctionAlarms(this, 'function', props);
    alarmOnDeadLetters(this, 'dlq', deadLetterQueue(name), props);
    alarmOnMessageAge(this, props);
    alarmOnRecordFailures(this, props);
    addLogAlarm(this, 'refused', {
      naming,
      name: refusedFiles(name),
      alarmsTopicArn,
      logGroupName,
      pattern: `{ $.event = "${IMPORT_REFUSED}" }`,
      alarmDescription: `${name}: an uploaded file could not be read, and its lines were not published; its result says why`,
    });
  }
}
