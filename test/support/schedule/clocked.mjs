// Shifts the clock of the process that it is loaded into, which has the machine's otherwise.
const by = Number(process.env['TOCSIN_TEST_CLOCK_MS'] ?? 0);
const RealDate = Date;
const now = () => RealDate.now() + by;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, kind) => Reflect.construct(target, given.length > 0 ? given : [now()], kind),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
