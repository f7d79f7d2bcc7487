import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

printCpuRate(() => JSON.stringify(notification));
