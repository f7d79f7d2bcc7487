import { createHash } from 'node:crypto';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

printCpuRate(() => createHash('sha256').update(JSON.stringify(notification)).digest('base64url'));
