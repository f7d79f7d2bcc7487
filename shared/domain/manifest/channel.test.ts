import { aManifest } from '../../testing/channel-fixture';
import { defineChannel } from './channel';

it('a manifest is what it says, typed', () => {
  const manifest = aManifest();
  expect(defineChannel(manifest)).toBe(manifest);
});
