import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import manifest from './channel';
import { templateChannel } from './deliver';

const { channel } = lambdaDependencies(manifest);

export const handler = createChannelHandler(channel, fanOut(templateChannel(channel.log), channel));
