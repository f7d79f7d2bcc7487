import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

const text = JSON.stringify(notification);

printCpuRate(() => JSON.parse(text));
