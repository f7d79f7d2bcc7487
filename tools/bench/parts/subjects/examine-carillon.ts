import { channels } from '../../../../handlers';
import manifest from '../../../../handlers/channels/webhook/channel';
import { catalogueFaults } from '../../../../shared/catalogue/type-faults';
import { examine } from '../../../../shared/runtime/examine';
import { aMessage, aReceived } from '../../../../shared/testing/factories';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

const options = {
  manifest,
  channels: channels.map(({ name }) => name),
  catalogueFaults: catalogueFaults('refuse'),
};
const message = aReceived(aMessage(notification));

printCpuRate(() => {
  if (examine(message, options).kind !== 'notification') throw new Error('the notification was refused');
});
