import { delivery, receive, text } from './testing/message-fixture';

describe('deliveryMessage', () => {
  it('is received as a delivery to its target, in the group of its tenant', () => {
    expect(receive(delivery)).toEqual({
      body: '{"id":"1"}',
      groupId: 'acme',
      target: 'ep_1',
      digest: 'd',
      id: 'm-1',
      attempt: 1,
      cameBack: false,
      attributes: { carillontarget: text('ep_1'), carillondigest: text('d') },
    });
  });
});
