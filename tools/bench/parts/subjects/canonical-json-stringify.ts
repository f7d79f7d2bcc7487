import { printCpuRate } from '../cpu-rate';
import { notification } from './sample-notification';

printCpuRate(() => JSON.stringify(notification));
