import { printCpuRate } from '../cpu-rate';
import { notification } from './sample-notification';

const text = JSON.stringify(notification);

printCpuRate(() => JSON.parse(text));
