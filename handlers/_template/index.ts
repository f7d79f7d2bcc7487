import { lambdaDependencies } from '../../shared/aws/lambda-dependencies';
import { createChannelHandler } from '../../shared/runtime/channel-handler';
import { deliverInline } from '../../shared/runtime/deliver-inline';
import manifest from './channel';
import { templateChannel } from './deliver';

const { channel } = lambdaDependencies(manifest);

export const handler = createChannelHandler(channel, {
  onNotification: deliverInline(templateChannel(channel.log), channel),
});
