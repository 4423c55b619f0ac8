/** An answer other than the page asked for: its words are shown to the person. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly title: string;

  constructor(statusCode: number, title: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.title = title;
  }
}

/** There is no such page, or it is not this council's: the two are told apart by nobody. */
export function notFound(what: string): Refusal {
  return new Refusal(
    404,
    `${what} not found`,
    'If you typed the address, check that it is correct. It may also belong to another council.',
  );
}
