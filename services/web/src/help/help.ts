import { levelMeanings, levelsDown, levelWords } from '@tocsin/domain';
import { basisOfQuestions, model } from '@tocsin/scoring';
import type { DocumentPart } from '../lawful/blocks.ts';

/** What words on the pages mean, how the score works and what an alert is not: for somebody who reads it for the first time. */
export function help(): { readonly title: string; readonly blocks: readonly DocumentPart[] } {
  const { published, fitted, expert } = basisOfQuestions();
  return {
    title: 'Help',
    blocks: [
      { heading: 'What an alert is, and is not' },
      {
        text: 'An alert says that something has been published about a supplier that your council depends on, by a contract or by payments, and what of yours hangs on it. It gives the source of each fact, the day on which it happened where that is published, the day of publication and when we saw it.',
      },
      {
        list: [
          'It does not say that a company cannot pay its debts. A petition is a request to a court, and may be dismissed.',
          'It is no reason to exclude a supplier from a procurement. Grounds for exclusion are in the Procurement Act 2023, and are decided by a person.',
          'It is no reason to stop paying what is owed, to pay ahead of delivery, or to change bank details.',
          'Silence is no good sign. Where little was looked at, the level says so.',
        ],
      },
      { heading: 'Levels' },
      { list: levelsDown.map((level) => `${levelWords[level]}: ${levelMeanings[level]}`) },
      { heading: 'How the score works' },
      {
        text: `The score, model ${model.version}, asks ${published + fitted + expert} questions of what is published: notices of insolvency, the register of companies, accounts as filed, charges, officers and owners. Each answer is present, absent or not known, and one that is present gives or takes points. The points of ${published} questions follow from the law or from published figures; of ${fitted} they were fitted on the accounts of firms of another country; of ${expert} they are judgement, each with its reason.`,
      },
      {
        list: [
          'A formal proceeding makes the level whatever else is known. It is a fact, and is worded as one; everything else is an estimate.',
          'What is not known gives no points, and never makes a level look better: Low has to be earned by two looks, at proceedings and at finances.',
          'Every adverse fact has an end. A petition whose outcome is never published loses its points, and that is told.',
          'The page of a supplier shows each finding with its points and its evidence under “Why”, and what would change it.',
          'How the score would have done on past failures, and on firms that survived, is under “How well the score would have warned”.',
        ],
      },
      { heading: 'Words' },
      {
        columns: ['Word', 'What it means'],
        rows: WORDS,
      },
      { heading: 'If something is wrong' },
      {
        text: 'Anybody may contest a fact, under “Contest a fact” on the page of a supplier or by the address at the foot of each page. Who was told of a fact that turns out wrong is told of the correction.',
      },
    ],
  };
}

const WORDS: readonly (readonly string[])[] = [
  [
    'Value left',
    'What is left of the value of a contract on the day, spread evenly over its term, or by its annual value where that is known. Not what the council still owes.',
  ],
  [
    'Without VAT, with VAT, VAT not stated',
    'Sums that differ in this are never added together. Most spending files do not say which they give.',
  ],
  [
    'Months read',
    'Of how many of the last twelve months a spending file of the council has been read. A month of which none was read may have had payments.',
  ],
  [
    'Matched',
    'A printed name has been tied to a company: by its number, by the register, or by a person. A name in doubt waits under “Names to match” and is never guessed.',
  ],
  [
    'Critical',
    'What your own register of contracts says is critical. Nobody else’s register does, and nothing is guessed.',
  ],
  [
    'Looked at in time',
    'Each source promises how soon it looks again. A supplier counts as looked at only while every look at it is within that promise.',
  ],
  [
    'Seen by us',
    'When the document that says a fact was fetched or handed in: not the day on which it happened, nor that of its publication.',
  ],
];
