import fc from 'fast-check';
import { isTimestamp, momentOf } from './timestamp';

test.each([
  '2026-11-23T09:30:00Z',
  '2026-11-23t09:30:00.123456789z',
  '2026-11-23T09:30:00+05:45',
  '2024-02-29T00:00:00Z',
  '2000-02-29T23:59:59-23:59',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2016-12-31T23:59:60Z',
  '2015-07-01T01:59:60.5+02:00',
  '1990-12-31T15:59:60-08:00',
])('%s is a timestamp', (text) => {
  expect([isTimestamp(text), Number.isFinite(momentOf(text))]).toEqual([true, true]);
});

test.each([
  ['a day that is none', '2026-02-30T00:00:00Z'],
  ['29 February of no leap year', '2026-02-29T00:00:00Z'],
  ['29 February of a century', '1900-02-29T00:00:00Z'],
  ['31 April', '2026-04-31T00:00:00Z'],
  ['day 0', '2026-04-00T00:00:00Z'],
  ['month 13', '2026-13-01T00:00:00Z'],
  ['24:00:00', '2026-11-23T24:00:00Z'],
  ['minute 60', '2026-11-23T09:60:00Z'],
  ['second 61', '2026-12-31T23:59:61Z'],
  ['a leap second in the middle of a day', '2026-12-31T12:00:60Z'],
  ['a leap second in the middle of a month', '2026-12-30T23:59:60Z'],
  ['a leap second by local time', '2016-12-31T23:59:60+01:00'],
  ['an offset of 24 hours', '2026-11-23T09:30:00+24:00'],
  ['an offset of 60 minutes', '2026-11-23T09:30:00+01:60'],
  ['no offset', '2026-11-23T09:30:00'],
  ['a space', '2026-11-23 09:30:00Z'],
  ['no seconds', '2026-11-23T09:30Z'],
  ['ten digits of a second', '2026-11-23T09:30:00.1234567890Z'],
  ['a comma', '2026-11-23T09:30:00,5Z'],
])('%s makes no timestamp', (_, text) => {
  expect(isTimestamp(text)).toBe(false);
});

test('whatever JavaScript writes is a timestamp of the same moment', () => {
  const date = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, (moment) => {
      const text = moment.toISOString();
      expect([isTimestamp(text), momentOf(text)]).toEqual([true, moment.getTime()]);
    }),
  );
});

test('a leap second is the second after it', () => {
  expect(momentOf('2016-12-31T23:59:60.9Z')).toBe(Date.parse('2017-01-01T00:00:00Z'));
  expect(momentOf('1990-12-31T15:59:60-08:00')).toBe(Date.parse('1991-01-01T00:00:00Z'));
});
