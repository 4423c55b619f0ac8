import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { writeCalendar } from './council-calendar.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const of = { council: 'Example Council', publicUrl: 'https://tocsin.example', now };
const day = {
  uid: 'end-register:7',
  on: '2027-03-31',
  title: 'Contract ends: Respite care; day, night (Example\nCare Homes Ltd)',
  says: 'It can be extended to 31 March 2028.',
  path: '/register/contracts/7',
};

/** The events of a calendar as another program reads them. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const { uid, summary, startDate, endDate, description } = new ICAL.Event(component);
    const [start, end] = [startDate, endDate].map((one) => `${one.toString()} ${one.isDate}`);
    return { uid, summary, start, end, description, url: component.getFirstPropertyValue('url') };
  });
}

test('another program reads whole days, with what they are and where more is told', () => {
  expect(read(writeCalendar([day], of))).toEqual([
    {
      uid: 'end-register:7@tocsin.example',
      summary: 'Contract ends: Respite care; day, night (Example\nCare Homes Ltd)',
      start: '2027-03-31 true',
      end: '2027-04-01 true',
      description: 'It can be extended to 31 March 2028.\nhttps://tocsin.example/register/contracts/7',
      url: 'https://tocsin.example/register/contracts/7',
    },
  ]);
});

test('a name cannot add a line of its own, and no line is longer than programs take', () => {
  const hostile = { ...day, title: `Ends\r\nEND:VEVENT\r\nBEGIN:VALARM\r\n${'£'.repeat(200)}` };
  const text = writeCalendar([hostile, { ...day, uid: 'bond-register:7', on: '2028-02-29' }], of);
  expect(read(text)).toHaveLength(2);
  expect(text).not.toMatch(/^BEGIN:VALARM/m);
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(read(text).map(({ end }) => end)).toContain('2028-03-01 true');
});

test('a council without any day has a calendar all the same', () => {
  expect(read(writeCalendar([], of))).toEqual([]);
  expect(writeCalendar([], of)).toContain('Tocsin: Example Council');
});
