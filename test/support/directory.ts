import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { serverUrl } from './pages-app.ts';

/** How the pages are registered with the directories of the tests. */
export const registration = {
  OIDC_CLIENT_ID: 'tocsin',
  OIDC_CLIENT_SECRET: 'a secret between Tocsin and the directories',
} as const;

/** What a token says instead of the truth; a claim that is undefined is left out. */
export interface Planted {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with a key that no directory has. */
  readonly foreignKey?: boolean;
}

/** A directory of one organisation, as a provider of OpenID Connect in this process. */
export interface Directory {
  readonly issuer: string;
  /** Who signs in at it from now on: the `oid` of its tokens. */
  person: string;
  /** Makes the next token a forged one. */
  plant(planted: Planted): void;
  stop(): Promise<void>;
}

let shared: Promise<{ readonly key: CryptoKey; readonly jwk: JWK }> | undefined;

/** All directories of the tests sign with one key, as those of Entra ID do: what tells them apart is what they say. */
async function sharedKey() {
  shared ??= (async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    return {
      key: privateKey,
      jwk: { ...(await exportJWK(privateKey)), kid: 'shared', alg: 'RS256', use: 'sig' },
    };
  })();
  return shared;
}

/** Starts the directory of a tenant. Whoever is sent to it is signed in as its `person` without being asked. */
export async function startDirectory(tenant: string, pagesUrl = serverUrl): Promise<Directory> {
  const { key, jwk } = await sharedKey();
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const issuer = `http://127.0.0.1:${port}`;
  let planted: Planted | null = null;
  const directory = {
    issuer,
    person: 'nobody',
    plant(next: Planted) {
      planted = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const provider = new Provider(issuer, configurationOf(tenant, jwk, pagesUrl));
  provider.use(async (context, next) => {
    const interaction = /^\/interaction\/([^/]+)$/.exec(context.path);
    if (interaction) {
      await provider.interactionFinished(
        context.req,
        context.res,
        { login: { accountId: directory.person } },
        { mergeWithLastSubmission: false },
      );
      context.respond = false;
      return;
    }
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (context.path !== '/token' || !planted || body?.id_token === undefined) return;
    body.id_token = await forged(body.id_token, planted, key);
    planted = null;
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  return directory;
}

/** The token with other claims, signed with the key of the directories or with one of nobody. */
async function forged(token: string, { claims, foreignKey }: Planted, key: CryptoKey): Promise<string> {
  const [, payload = ''] = token.split('.');
  const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const signer = foreignKey ? (await generateKeyPair('RS256')).privateKey : key;
  return new SignJWT({ ...said, ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'shared' }).sign(signer);
}

function configurationOf(tenant: string, jwk: JWK, pagesUrl: string): Configuration {
  return {
    clients: [
      {
        client_id: registration.OIDC_CLIENT_ID,
        client_secret: registration.OIDC_CLIENT_SECRET,
        redirect_uris: [`${pagesUrl}/sign-in/callback`],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key of the test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    claims: { openid: ['sub', 'tid', 'oid'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        tid: tenant,
        oid: id,
        name: `Person ${id}`,
        preferred_username: `${id}@${tenant}.example`,
        email: `${id}@${tenant}.example`,
      }),
    }),
    loadExistingGrant: async (context) => {
      const { Grant } = context.oidc.provider;
      const grant = new Grant({
        clientId: registration.OIDC_CLIENT_ID,
        ...(context.oidc.session?.accountId ? { accountId: context.oidc.session.accountId } : {}),
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
}
