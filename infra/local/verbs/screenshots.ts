// `npm run screenshots`
import '../../../test/support/screenshots.ts';
