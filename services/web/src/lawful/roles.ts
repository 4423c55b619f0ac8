/** The essence of the arrangement of the joint controllers, which Article 26(2) has made available to everybody. */
export const jointEssence = [
  'The councils and the national body decide together why and how the record of suppliers is kept: to warn councils, from what publishers are bound to publish.',
  'Whoever decides who a printed name is decides for all: others see the verdict and the council, never the person or her note, and each council can decide otherwise for itself.',
  'The operator keeps the record on their behalf, answers requests about it at the address for corrections within a month, and puts right what is wrong for all of them at once.',
  'A person may turn to any of them, and each passes a request on within two working days.',
] as const;

/** Who is what, as a council’s contract with the operator is to say it. */
export const parties = [
  [
    'a council',
    'controller',
    'what it uploads and writes: register, notes, decisions, its people, who is told',
  ],
  [
    'the operator',
    'processor of each council and of the joint controllers',
    'the same, on their instruction, by a contract under Article 28',
  ],
  [
    'the councils and the national body together',
    'joint controllers',
    'the shared record of suppliers, and decisions about printed names',
  ],
  [
    'the national body',
    'controller',
    'its own people; it sees councils’ private figures only as suppressed aggregates',
  ],
] as const;
