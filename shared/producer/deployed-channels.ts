/** The channels that are deployed with this version, for producers. */
export { channels as deployedChannels } from '../../handlers';
