import { contentDigest } from '../../../../shared/domain/notification/content-digest';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

printCpuRate(() => contentDigest(notification));
