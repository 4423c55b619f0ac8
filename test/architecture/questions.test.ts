import { questionsBySign } from '@tocsin/alerting';
import { model } from '@tocsin/scoring';
import { expect, test } from 'vitest';

test('for every sign that the score knows it is said what the lead asks of it, or that there is nothing to ask', () => {
  expect(Object.keys(questionsBySign).toSorted()).toEqual(
    model.rows.map(({ indicator }) => indicator.id).toSorted(),
  );
});
