/** How much of a country is made. Payments fall in the twelve months up to its last day. */
export interface Size {
  readonly councils: number;
  readonly suppliers: number;
  readonly payments: number;
}

/** `twelve`: the councils whose maps come with the code, twelve months of 10,000 payments each. */
export const sizes = {
  small: { councils: 5, suppliers: 200, payments: 12_000 },
  medium: { councils: 40, suppliers: 4_000, payments: 400_000 },
  twelve: { councils: 12, suppliers: 6_200, payments: 1_440_000 },
  full: { councils: 317, suppliers: 50_000, payments: 10_000_000 },
} as const satisfies Record<string, Size>;

/** Beyond this there would not be a made-up word for each. */
export const MOST_SUPPLIERS = 140_000;

/** A named size, or `councils/suppliers/payments`. Throws, for people, for anything else. */
export function readSize(printed: string): Size {
  const named = Object.entries(sizes).find(([name]) => name === printed)?.[1];
  if (named) return named;
  const [, councils, suppliers, payments] = /^(\d+)\/(\d+)\/(\d+)$/.exec(printed.replaceAll('_', '')) ?? [];
  const size = { councils: Number(councils), suppliers: Number(suppliers), payments: Number(payments) };
  if (size.councils >= 1 && size.suppliers >= size.councils && size.suppliers <= MOST_SUPPLIERS) return size;
  throw new Error(
    `--size ${printed}: say ${Object.keys(sizes).join(', ')}, or councils/suppliers/payments such as 5/200/12000 ` +
      `(a supplier or more a council, ${MOST_SUPPLIERS} at most)`,
  );
}
