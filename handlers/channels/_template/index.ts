import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { deliverTargets } from '../../../shared/runtime/deliver-targets';
import manifest from './channel';
import { templateChannel } from './deliver';

const { channel } = lambdaDependencies(manifest);

export const handler = createChannelHandler(channel, deliverTargets(templateChannel(channel.log), channel));
