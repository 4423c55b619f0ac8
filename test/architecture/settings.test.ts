import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

const read = (file: string) => readFileSync(path.join(clone, file), 'utf8');
const namesIn = (text: string, way: RegExp) => [...text.matchAll(way)].map(([, name = '']) => name);
const sorted = (names: Iterable<string>) => [...new Set(names)].toSorted();

/** How code asks for a setting by its name. */
const ASKED = [
  /\benv(?:ironment)?\['([A-Z_]+)'\]/g,
  /\b(?:setting|isSet)\('([A-Z_]+)'\)/g,
  /^ {2}(?:readonly )?needs: \['([A-Z_]+)'\]/gm,
  // Of the schema of settings, and of roles with the settings of their passwords.
  /^ {2}([A-Z][A-Z_]+): z\b/gm,
  /: '(TOCSIN_[A-Z_]+_PASSWORD)'/g,
];
/** Of the machine, and how our own processes are told of each other. */
const NOT_SET_BY_PEOPLE = new Set(['PATH', 'CI', 'TOCSIN_ENV_FILE']);
/** The folder of tests and of what is done with the code itself reads settings of its own. */
const OF_WORK = /^infra\/local\/(tests|mutants)\/|^infra\/local\/verbs\/(?!start)|\.test\.ts$/;

const LINE = /^([A-Z][A-Z_]+)=/gm;
const example = namesIn(read('.env.example'), LINE);

function readByCode(): readonly string[] {
  const code = ['packages', 'services', 'infra'].flatMap(filesBelow);
  const texts = code.filter((file) => file.endsWith('.ts') && !OF_WORK.test(file)).map(read);
  const names = texts.flatMap((text) => ASKED.flatMap((way) => namesIn(text, way)));
  return sorted(names).filter((name) => !NOT_SET_BY_PEOPLE.has(name));
}

/** The settings that a service of the compose file is given, those of the anchors with them. */
function givenByCompose(service: string): readonly string[] {
  const compose = read('infra/docker-compose.yml');
  const [, block = ''] = new RegExp(`^  ${service}:\\n((?: {4}.*\\n|\\n)+)`, 'm').exec(compose) ?? [];
  const [, common = ''] = /^x-settings: &settings\n((?: {2}.*\n)+)/m.exec(compose) ?? [];
  return namesIn(block + (block.includes('*settings') ? common : ''), /^ +([A-Z][A-Z_]+): /gm);
}

/** The settings that a unit is given. */
function givenByUnit(unit: string): readonly string[] {
  const files = namesIn(read(`infra/deploy/etc/systemd/system/${unit}`), /^EnvironmentFile=\/(\S+)$/gm);
  return files.flatMap((file) => namesIn(read(`infra/deploy/${file}`), LINE));
}

const units = {
  ingest: 'tocsin-worker@.service',
  scoring: 'tocsin-worker@.service',
  notifier: 'tocsin-worker@.service',
  web: 'tocsin-web.service',
  migrate: 'tocsin-migrate.service',
} as const;

test('.env.example names every setting that is read, and no other', () => {
  const composed = namesIn(read('infra/docker-compose.yml'), /\$\{([A-Z_]+)/g);
  expect(sorted(example)).toEqual(sorted([...readByCode(), ...composed]));
  expect(example).toHaveLength(new Set(example).size);
  expect(example.length).toBeGreaterThan(40);
});

test('a unit gives its service whatever the compose file gives it', () => {
  for (const [service, unit] of Object.entries(units)) {
    const given = givenByUnit(unit);
    const composed = givenByCompose(service);
    expect(composed.length).toBeGreaterThan(3);
    expect([service, composed.filter((name) => !given.includes(name))]).toEqual([service, []]);
  }
});

test('the compose file gives some service whatever the units give', () => {
  const composed = ['postgres', 'cli', ...Object.keys(units)].flatMap(givenByCompose);
  const settings = filesBelow('infra/deploy/etc/tocsin').filter((file) => file.endsWith('.env'));
  const given = settings.flatMap((file) => namesIn(read(file), LINE));
  // An image listens on all addresses of its own network, on a port that the compose file publishes.
  const left = sorted(given).filter((name) => !composed.includes(name) && !['HOST', 'PORT'].includes(name));
  expect(left).toEqual([]);
  expect(sorted(given).filter((name) => !example.includes(name))).toEqual([]);
});
