import { createHash } from 'node:crypto';
import { printCpuRate } from '../cpu-rate';
import { notification } from './sample-notification';

printCpuRate(() => createHash('sha256').update(JSON.stringify(notification)).digest('base64url'));
