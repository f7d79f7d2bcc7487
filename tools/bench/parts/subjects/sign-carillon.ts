import { sign } from '../../../../shared/domain/webhook/standard-webhooks';
import { prepareSecret } from '../../../../shared/domain/webhook/standard-webhooks-secret';
import { A_SECRET } from '../../../../shared/testing/factories';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

const secrets = [prepareSecret(A_SECRET)];
const { id } = notification;
const body = JSON.stringify(notification);

printCpuRate(() => sign({ id, body, secrets, timestampSeconds: Math.floor(Date.now() / 1_000) }));
