// `npm run screenshots`
await import('../../test/support/screenshots.ts');
export {};
