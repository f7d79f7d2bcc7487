import { contentDigest } from '../../../../shared/domain/notification/content-digest';
import { printCpuRate } from '../cpu-rate';
import { notification } from './sample-notification';

printCpuRate(() => contentDigest(notification));
