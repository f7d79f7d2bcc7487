import { Webhook } from 'standardwebhooks';
import { A_SECRET } from '../../../../shared/testing/factories';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

const webhook = new Webhook(A_SECRET);
const { id } = notification;
const body = JSON.stringify(notification);

printCpuRate(() => webhook.sign(id, new Date(), body));
