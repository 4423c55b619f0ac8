import { HOUR_MS } from '@tocsin/domain';
import type { DirectoryIdentity, Tenant } from '@tocsin/db';
import { isLoopback } from '@tocsin/runtime';
import { LRUCache } from 'lru-cache';
import * as oidc from 'openid-client';
import { z } from 'zod';

/** How we are known to the directories: as one application, registered for several tenants. */
export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where a directory sends people back to. */
  readonly redirectUri: string;
}

/** What a directory has to give back, unseen by anybody else, so that its answer counts. */
export const Proof = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type Proof = z.infer<typeof Proof>;

const SCOPE = 'openid profile email';
const TIMEOUT_SECONDS = 10;

function inBrief(text: string): string | undefined {
  return text.trim().slice(0, 200) || undefined;
}

function oneAddress(text: string | undefined): string | undefined {
  return z.email().max(254).safeParse(text?.trim()).data;
}

/** What a token says of its person; `oid` and `tid` are Entra ID's names for who she is, and where. */
const Claims = z.object({
  tid: z.string().min(1),
  oid: z.string().min(1).max(200),
  // What it says of her besides is shown and decides nothing: of what is long or blank as much counts as there is.
  name: z.string().transform(inBrief).optional(),
  preferred_username: z.string().transform(inBrief).optional(),
  email: z.string().optional(),
});

/** The directories by which people sign in (OpenID Connect, code flow with PKCE). */
export interface Directories {
  /** Where to send somebody who is to be asked who she is. */
  begin(tenant: Tenant): Promise<{ readonly url: string; readonly proof: Proof }>;
  /**
   * Who came back. Rejects unless the token is signed by the issuer of this tenant, for us, for this attempt, and says
   * that its person is of this tenant.
   */
  finish(tenant: Tenant, proof: Proof, came: URL): Promise<DirectoryIdentity>;
}

export function openDirectories({ clientId, clientSecret, redirectUri }: Registration): Directories {
  const known = new LRUCache<string, oidc.Configuration>({ max: 500, ttl: HOUR_MS });

  async function configurationOf({ issuer }: Tenant): Promise<oidc.Configuration> {
    const cached = known.get(issuer);
    if (cached) return cached;
    const address = new URL(issuer);
    const isHere = address.protocol === 'http:' && isLoopback(address.hostname);
    const execute = isHere ? [oidc.allowInsecureRequests] : [];
    const configuration = await oidc.discovery(address, clientId, clientSecret, undefined, {
      execute,
      timeout: TIMEOUT_SECONDS,
    });
    // The signature is looked at though the token comes from the issuer itself.
    oidc.enableNonRepudiationChecks(configuration);
    known.set(issuer, configuration);
    return configuration;
  }

  return {
    async begin(tenant) {
      const configuration = await configurationOf(tenant);
      const proof = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: proof.state,
        nonce: proof.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(proof.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, proof };
    },

    async finish(tenant, { state, nonce, verifier }, came) {
      const configuration = await configurationOf(tenant);
      const tokens = await oidc.authorizationCodeGrant(configuration, came, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const identity = identityOf(tokens.claims());
      if (identity.tenantId !== tenant.id) throw new Error('the token is of another tenant');
      return identity;
    },
  };
}

/** Who somebody is by what her token says. Throws where it does not say so. */
export function identityOf(claims: unknown): DirectoryIdentity {
  const { tid, oid, name, preferred_username, email } = Claims.parse(claims);
  const address = oneAddress(email) ?? oneAddress(preferred_username) ?? null;
  const called = name ?? address ?? preferred_username ?? 'A person without a name';
  return { tenantId: tid, objectId: oid, name: called, address };
}
