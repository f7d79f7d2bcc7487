export { channels as deployedChannels } from '../../handlers';
