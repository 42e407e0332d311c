/** Time left: each run at its own pace, in units that fit. */
import { expect, it, test } from 'vitest';
import { timeLeftText, trainingLeft } from './time-left';

test('each run counts at its own pace, one that has not begun as an average one', () => {
  expect(trainingLeft([{ updates: 10, seconds: 20, left: 5 }])).toBe(10);
  expect(
    trainingLeft([
      { updates: 10, seconds: 10, left: 90 },
      { updates: 1, seconds: 3, left: 99 },
      { updates: 0, seconds: 0, left: 100 },
    ]),
  ).toBe(90 + 297 + 200);
});

test('nothing is known before the first update', () => {
  expect(trainingLeft([{ updates: 0, seconds: 0, left: 100 }])).toBeNull();
  expect(trainingLeft([])).toBeNull();
});

it.each([
  [0.4, '0 s'],
  [12.3, '12 s'],
  [59.7, '1 min 00 s'],
  [325, '5 min 25 s'],
  [3600 + 12 * 60, '1 h 12 min'],
  [5.2 * 3600, 'about 5 hours'],
  [47 * 3600, 'about 47 hours'],
  [3 * 86_400, 'about 3 days'],
  [120 * 86_400, 'about 4 months'],
  [3 * 366 * 86_400, 'about 3 years'],
  [Number.POSITIVE_INFINITY, '…'],
])('%d seconds are "%s"', (seconds, text) => {
  expect(timeLeftText(seconds)).toBe(text);
});
