import type { RunBy } from '@tocsin/runtime';
import type { DocumentPart } from '../lawful/blocks.ts';

/**
 * How far these pages can be used by everybody: what is tried by machine at each change, what nobody has tried, and whom to
 * tell. Whoever runs a server adds what it found itself where it tells its public.
 */
export function accessibilityStatement(operator: RunBy | null): {
  readonly title: string;
  readonly blocks: readonly DocumentPart[];
} {
  return {
    title: 'Accessibility statement',
    blocks: [
      {
        text: operator
          ? `These pages are run by ${operator.name}.`
          : 'This is a local copy, which nobody runs for others.',
      },
      { heading: 'How accessible these pages are' },
      {
        text: 'They are made to the Web Content Accessibility Guidelines 2.2, level AA, and are partially compliant with them: what a machine can try is tried, and they have not been audited by a person who uses a screen reader every day.',
      },
      { heading: 'What is tried at each change' },
      {
        list: [
          'Every page by the rules of axe-core in a browser, 320 and 1280 pixels wide, with everything unfolded: none may be broken, and nothing may have to be scrolled sideways.',
          'Journeys through forms, such as saying whose a printed name is, by keyboard alone.',
          'Every page without JavaScript: none needs it.',
          'Every picture has its numbers in a table or in words beside it, and no colour says anything alone.',
        ],
      },
      { heading: 'What is not' },
      {
        list: [
          'Screen readers, voice control and switches have not been tried by people who depend on them.',
          'Exports (CSV, spreadsheets) have headings in their first row; how they read depends on the program that opens them.',
          'Documents of publishers, to which the pages link, are as their publishers made them.',
        ],
      },
      { heading: 'If you cannot use something' },
      {
        text: operator
          ? `Write to ${operator.accessibilityContact}: say which page, and what you need. You are answered within 10 working days, with the same facts in another form if you wish.`
          : 'Tell whoever set up this copy.',
      },
      { heading: 'If the answer does not help' },
      {
        text: 'The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. Contact the Equality Advisory and Support Service: https://www.equalityadvisoryservice.com/',
      },
    ],
  };
}
