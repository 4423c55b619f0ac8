import { expect, test } from 'vitest';
import { questionsBySign, supplierQuestions, type Meeting } from './supplier-questions.ts';
import { unfairWords } from './wording.ts';

const quiet: Meeting = {
  present: [],
  isInProceeding: false,
  areFinancesKnown: true,
  councils: 1,
  ending: { contracts: 0, councils: 0 },
};

test('of a supplier against whom nothing stands it is asked what councils would lose, and who could take over', () => {
  expect(supplierQuestions(quiet)).toEqual([
    'Which of your services would the council lose first, and how much notice would it have?',
    'Who could take over your services, and on what would you hand over staff, records and premises?',
  ]);
});

test('what is on record is asked first and once, though several signs ask for it', () => {
  const asked = supplierQuestions({
    ...quiet,
    present: ['accounts-overdue', 'acid-ratio', 'working-capital', 'small-balance-sheet'],
    areFinancesKnown: false,
    councils: 7,
    ending: { contracts: 1, councils: 1 },
  });
  expect(asked).toEqual([
    questionsBySign['accounts-overdue'],
    questionsBySign['acid-ratio'],
    'No balance sheet of the last 21 months can be read. Will you share management accounts, and with whom?',
    '1 published contract of 1 council ends within twelve months. Which of them do you want to keep, and at what price?',
    '7 councils depend on you. Which services would they lose first, and how much notice would they have?',
    'Who could take over your services, and on what would you hand over staff, records and premises?',
  ]);
});

test('an open proceeding comes before all else', () => {
  const asked = supplierQuestions({
    ...quiet,
    present: ['new-charge', 'administration'],
    isInProceeding: true,
  });
  expect(asked[0]).toContain('What is decided on which day');
  expect(asked.filter((one) => one.includes('What is decided'))).toHaveLength(1);
});

test('no question says what may not be said of a supplier', () => {
  expect(Object.values(questionsBySign).flatMap((one) => (one === null ? [] : unfairWords(one)))).toEqual([]);
});
