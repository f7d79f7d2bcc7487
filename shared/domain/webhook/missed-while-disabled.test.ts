import { isHeldFor } from './missed-while-disabled';

const at = (time: string) => `2026-11-20T${time}.000Z`;
const endpoint = { types: ['order.*'], createdAt: at('08:00:00') };
const accepted = (time: string) => ({ type: 'order.shipped', text: '{}', acceptedAt: at(time) });

describe('a notification without a delivery to an endpoint is held', () => {
  it('for as long as the endpoint is disabled', () => {
    const state = { enabled: false, since: at('09:00:00') };
    const held = ['07:59:59', '08:30:00', '12:00:00'].map((time) => isHeldFor({ ...endpoint, state }, accepted(time)));
    expect(held).toEqual([false, true, true]);
  });

  it('until a minute after it was enabled, when every function knows', () => {
    const state = { enabled: true, since: at('10:00:00'), disabledSince: at('09:00:00') };
    const times = ['09:30:00', '10:00:00', '10:00:59', '10:01:00', '12:00:00'];
    const held = times.map((time) => isHeldFor({ ...endpoint, state }, accepted(time)));
    expect(held).toEqual([true, true, true, false, false]);
  });

  it('never where the endpoint has not been disabled, nor of a type that it did not subscribe to', () => {
    const state = { enabled: true, since: at('08:00:00') };
    expect(isHeldFor({ ...endpoint, state }, accepted('08:00:30'))).toBe(false);
    const other = { ...endpoint, types: ['invoice.*'], state: { enabled: false, since: at('09:00:00') } };
    expect(isHeldFor(other, accepted('09:30:00'))).toBe(false);
  });
});
