/** What several generators yield, as it comes. Whoever leaves early ends them by what they wait for. */
export async function* merge<T>(generators: readonly AsyncGenerator<T, void>[]): AsyncGenerator<T, void> {
  const next = new Map(generators.map((generator) => [generator, step(generator)]));
  while (next.size > 0) {
    const { generator, result } = await Promise.race(next.values());
    if (result.done) next.delete(generator);
    else {
      yield result.value;
      next.set(generator, step(generator));
    }
  }
}

async function step<T>(generator: AsyncGenerator<T, void>) {
  return { generator, result: await generator.next() };
}
