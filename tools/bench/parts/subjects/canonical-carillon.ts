import { canonicalJson } from '../../../../shared/domain/kit/json/canonical-json';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

printCpuRate(() => canonicalJson(notification));
