import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { accountsFiles } from './accounts-files.ts';

interface Member {
  readonly name: string;
  readonly content: Buffer;
  /** What the archive says the member unpacks to. */
  readonly statedSize?: number;
  readonly damaged?: boolean;
  /** Unix type and rights; a symbolic link's content is where it leads. */
  readonly mode?: number;
}

function u16(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.from([value & 255, value >> 8])));
}

function u32(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => u16(value & 0xffff, value >>> 16)));
}

/** A zip as the format says, lies included. */
function zip(members: readonly Member[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, statedSize = content.length, damaged, mode = 0 } of members) {
    const packed = deflateRawSync(content);
    if (damaged === true) packed.fill(0xff, 1);
    const sizes = u32(crc32(content), packed.length, statedSize);
    const common = [u16(20, 0x800, 8, 0, 0), sizes, u16(Buffer.byteLength(name), 0)];
    const file = Buffer.concat([u32(0x04034b50), ...common, Buffer.from(name), packed]);
    const rest = [u16(0, 0, 0), u32(mode * 65_536, offset), Buffer.from(name)];
    directory.push(Buffer.concat([u32(0x02014b50), u16(mode === 0 ? 20 : 0x314), ...common, ...rest]));
    files.push(file);
    offset += file.length;
  }
  const index = Buffer.concat(directory);
  const count = members.length;
  return Buffer.concat([
    ...files,
    index,
    u32(0x06054b50),
    u16(0, 0, count, count),
    u32(index.length, offset),
    u16(0),
  ]);
}

/** One member, listed as often as is asked: the directory and its ends in the 64-bit form, which alone counts so far. */
function manyTimes(name: string, times: number): Buffer {
  const once = zip([document(name)]);
  const starts = once.indexOf(u32(0x02014b50));
  const ends = once.indexOf(u32(0x06054b50));
  const entry = once.subarray(starts, ends);
  const size = entry.length * times;
  const counts = [u32(times, 0, times, 0), u32(size, 0), u32(starts, 0)];
  const end = Buffer.concat([u32(0x06064b50, 44, 0), u16(45, 45), u32(0, 0), ...counts]);
  const locator = u32(0x07064b50, 0, starts + size, 0, 1);
  const last = Buffer.concat([u32(0x06054b50), u16(0, 0, 0xffff, 0xffff), u32(-1, -1), u16(0)]);
  return Buffer.concat([once.subarray(0, starts), Buffer.alloc(size, entry), end, locator, last]);
}

const folder = mkdtempSync(path.join(tmpdir(), 'accounts-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Name and content, or name and refusal, of everything found in a pack. */
async function filesIn(
  pack: Buffer,
  name = 'Accounts_Bulk_Data-2021-05-01.zip',
): Promise<[string, string][]> {
  const file = path.join(folder, name);
  writeFileSync(file, pack);
  const found: [string, string][] = [];
  for await (const filing of accountsFiles([file])) found.push([filing.name, await contentOf(filing)]);
  expect(readdirSync(folder)).toEqual([name]);
  rmSync(file);
  return found;
}

async function contentOf(
  filing: Awaited<ReturnType<ReturnType<typeof accountsFiles>['next']>>['value'],
): Promise<string> {
  if ('refused' in filing) return `refused: ${filing.refused}`;
  const parts: Uint8Array[] = [];
  try {
    for await (const part of filing.chunks) parts.push(part);
  } catch (error) {
    return `broken: ${String(error)}`;
  }
  return Buffer.concat(parts).toString('utf8');
}

const document = (name: string, text = `<html>${name}</html>`): Member => ({
  name,
  content: Buffer.from(text),
});
const filing = 'Prod224_1234_01234567_20210331.html';
const cic = 'Prod224_1234_12345678_20210331_CIC.zip';
const cicPack = zip([
  document('CIC-12345678/accounts/financialStatement.xhtml', '<html>accounts</html>'),
  document('CIC-12345678/cic34/cicReport.xhtml', '<html>report</html>'),
]);

describe('a pack of accounts', () => {
  it('gives its documents, those of nested packages under both names, and no CIC report', async () => {
    const pack = zip([document(filing), { name: cic, content: cicPack }, document('folder/', '')]);
    expect(await filesIn(pack)).toEqual([
      [filing, `<html>${filing}</html>`],
      [`${cic}/financialStatement.xhtml`, '<html>accounts</html>'],
    ]);
    expect(await filesIn(cicPack, cic)).toEqual([
      [`${cic}/financialStatement.xhtml`, '<html>accounts</html>'],
    ]);
  });

  it('gives a document under the name of a zip, and says which member is a placeholder', async () => {
    const pack = zip([
      document(cic, '<html>mislabelled</html>'),
      document(filing, 'ATTACHMENTPLACEHOLDER000000000'),
    ]);
    expect(await filesIn(pack)).toEqual([
      [cic, '<html>mislabelled</html>'],
      [filing, 'refused: not there: a placeholder stands for the document'],
    ]);
    expect(await filesIn(Buffer.from('<html>whole</html>'), 'page.zip')).toEqual([
      ['page.zip', '<html>whole</html>'],
    ]);
  });

  it('goes on after a member that is corrupt or lies about its size', async () => {
    const found = await filesIn(
      zip([
        { ...document('corrupt.html', 'x'.repeat(5_000)), damaged: true },
        { ...document('liar.html', 'y'.repeat(5_000)), statedSize: 10 },
        { name: 'broken.zip', content: Buffer.from('PK\u0003\u0004 and no more') },
        document(filing),
      ]),
    );
    expect(found.map(([name]) => name)).toEqual(['corrupt.html', 'liar.html', 'broken.zip', filing]);
    expect(found.map(([, content]) => content.split(':')[0])).toEqual([
      'refused',
      'refused',
      'refused',
      `<html>${filing}</html>`,
    ]);
  });

  it('may name its members as it likes: they are read, never written', async () => {
    const names = ['../../escape.html', '/etc/passwd.html', 'C:\\windows\\x.html', '..\\up.xml'];
    const found = await filesIn(zip(names.map((name) => document(name))));
    expect(found.map(([name]) => name)).toEqual(['escape.html', 'passwd.html', 'x.html', 'up.xml']);
  });

  it('is no bomb: it ends when it unpacks to far more than accounts do', async () => {
    const bomb = zip(
      Array.from({ length: 80 }, (_none, index) => document(`${index}.html`, ' '.repeat(1024 * 1024))),
    );
    const found = await filesIn(bomb, 'bomb.zip');
    expect(found.length).toBeLessThan(70);
    expect(found.at(-1)).toEqual([
      'bomb.zip',
      'refused: not readable as a pack: it unpacks to far more than a pack of accounts does',
    ]);
  });

  it('is no bomb by the packages inside it either', async () => {
    const inside = zip(
      Array.from({ length: 40 }, (_none, index) => document(`${index}.html`, ' '.repeat(1024 * 1024))),
    );
    const bomb = zip([1, 2, 3].map((at) => ({ name: `${at}.zip`, content: inside })));
    const found = await filesIn(bomb, 'bomb.zip');
    expect(found.length).toBeLessThan(70);
    expect(found.at(-1)?.[1]).toMatch(/it unpacks to far more than a pack of accounts does$/);
  });

  it('of a million members is refused before one is read, in little memory; of a thousand it is read', async () => {
    const before = process.memoryUsage().rss;
    const pack = manyTimes(filing, 1_000_000);
    const [found, ...more] = await filesIn(pack, 'million.zip');
    expect([found, more]).toEqual([
      ['million.zip', 'refused: not readable as a pack: it has more than 600000 members'],
      [],
    ]);
    expect(process.memoryUsage().rss - before - 2 * pack.length).toBeLessThan(50_000_000);
    expect(await filesIn(manyTimes(filing, 1_000))).toHaveLength(1_000);
  });

  it('holds symbolic links as text: what they lead to is never read', async () => {
    const link = { name: 'link.html', content: Buffer.from('/etc/hostname'), mode: 0o120777 };
    expect(await filesIn(zip([link, document(filing)]))).toEqual([
      ['link.html', '/etc/hostname'],
      [filing, `<html>${filing}</html>`],
    ]);
  });

  it('holds no package within a package within a package', async () => {
    const deep = zip([
      { name: 'b.zip', content: zip([{ name: 'c.zip', content: zip([document('d.html')]) }]) },
    ]);
    expect(await filesIn(deep, 'a.zip')).toEqual([
      ['c.zip', 'refused: not read: a package inside a package'],
    ]);
  });
});

it('a folder’s symbolic links are not followed, to files or to folders', async () => {
  const [inside, outside] = [path.join(folder, 'inside'), path.join(folder, 'outside')];
  for (const one of [inside, outside]) mkdirSync(one);
  writeFileSync(path.join(outside, 'secret.html'), 'secret');
  symlinkSync(path.join(outside, 'secret.html'), path.join(inside, 'link.html'));
  symlinkSync(outside, path.join(inside, 'folder'));
  writeFileSync(path.join(inside, filing), 'own');
  const found: [string, string][] = [];
  for await (const one of accountsFiles([inside])) found.push([one.name, await contentOf(one)]);
  expect(found).toEqual([[filing, 'own']]);
});
