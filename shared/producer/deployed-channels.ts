/** The channels that are deployed with this version, for whoever publishes. */
export { channels as deployedChannels } from '../../handlers';
