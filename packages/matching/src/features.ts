/**
 * The whole model on one screen: what each observed agreement or disagreement is worth. The strongest case (the same
 * words, legal form, postcode and published number) is worth 100, and less than a match once a payment is older than the company. Weights are expert, not fitted: the labelled names
 * only check them.
 */
export const features = {
  // How the names agree: exactly one of these.
  'same-words': { points: 60, because: 'the same words in the same order' },
  'same-letters': { points: 58, because: 'the same name but for spacing, abbreviation or OF, FOR, THE' },
  misspelt: {
    points: 47,
    because: 'the same words, one misprinted: as printed it is no company’s word, as registered a common one',
  },
  'similar-word': { points: 37, because: 'the same words but for one that is spelt much alike' },
  'words-missing': { points: 37, because: 'all words of the shorter name appear in the longer one' },
  'one-word-differs': { points: 14, because: 'the same words but one' },

  // How the legal forms agree: exactly one of these, for names that agree.
  'same-form': { points: 10, because: 'the same legal form' },
  'no-form': { points: 3, because: 'neither name has a legal form' },
  'form-not-registered': { points: 5, because: 'a company registered without a legal form in its name' },
  're-registered': { points: 5, because: 'a company may change between these legal forms' },
  'form-not-printed': { points: 0, because: 'no legal form is printed' },
  'common-word': {
    points: -4,
    because: 'one word that over a thousand companies bear, printed without a legal form',
  },
  'other-kind': { points: -34, because: 'the legal forms belong to different legal persons' },

  // Which part of a name was read.
  'up-to-form': { points: -1, because: 'words after the legal form are not part of the name' },
  'mended-form': { points: -1, because: 'the last word is LIMITED cut short or misprinted' },
  'outside-brackets': { points: -1, because: 'the bracket holds the initials of the name' },
  'inside-brackets': { points: -1, because: 'the bracket spells the name out' },
  intermediary: { points: -1, because: 'paid through this intermediary, who holds the contract' },
  former: { points: -2, because: 'a name the print itself calls former' },
  'former-name': { points: -2, because: 'a former name on the register' },
  initials: { points: -8, because: 'initials that a name declares in brackets' },
  'without-state': { points: -1, because: 'but for the proceeding that is printed into the name' },
  'before-re': { points: -4, because: 'what stands before “re”' },
  'behind-trading': {
    points: -10,
    because: 'the legal form stands behind T/A, so this may be the legal person',
  },
  'before-trading': { points: -4, because: 'what stands before T/A, while the legal form stands behind it' },
  trading: { points: -22, because: 'a trading name, not the legal person' },
  'first-of-two': { points: -22, because: 'two legal persons are printed' },
  'second-of-two': { points: -22, because: 'the second of two legal persons that are printed' },

  // What else is known.
  'same-postcode': { points: 8, because: 'the same postcode' },
  'same-district': { points: 4, because: 'the same postcode district' },
  'public-body': { points: -14, because: 'the print reads like a public body, this is a company' },
  'incorporated-later': {
    points: -44,
    because: 'incorporated after a payment under this name: it cannot be its payee',
  },
  dissolved: { points: -4, because: 'dissolved on the register' },
  'number-agrees': { points: 22, because: 'the published number is this company’s' },
} as const satisfies Readonly<Record<string, { readonly points: number; readonly because: string }>>;

export type NameFeature = keyof typeof features;

/** A score is matched from here on … */
export const matchedFrom = 57;
/** … unless another company comes within this many points: then it is a tie, and a tie abstains. */
export const lead = 5;
/** Below this a name is not even worth showing to a person. */
export const candidateFrom = 25;
