import { Webhook } from 'standardwebhooks';
import { A_SECRET } from '../../../../shared/testing/factories';
import { printCpuRate } from '../cpu-rate';
import { notification } from './sample-notification';

const webhook = new Webhook(A_SECRET);
const { id } = notification;
const body = JSON.stringify(notification);

printCpuRate(() => webhook.sign(id, new Date(), body));
