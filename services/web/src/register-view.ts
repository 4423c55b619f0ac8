import type { RegisterUpload } from '@tocsin/db';
import { NamedSupplier } from '@tocsin/exposure';
import { z } from 'zod';
import { StatedContract } from './register-changes.ts';

/** A register that the council has handed in. */
export const RegisterUploadView = z.object({
  id: z.string(),
  fileName: z.string(),
  lineCount: z.int(),
  uploadedBy: z.string(),
  uploadedAt: z.string(),
  undoneAt: z.string().nullable(),
  /** Lines tied to a legal person. */
  matched: z.int(),
  /** Lines at which matching has looked. */
  looked: z.int(),
  /** Not in force yet: it will be once all of its lines are looked at. */
  waits: z.boolean(),
  /** Matching has stopped for a fault of ours: the operator is shown that, and can have it go on. */
  isStopped: z.boolean(),
});
type RegisterUploadView = z.infer<typeof RegisterUploadView>;

const UnmatchedLine = z.object({
  id: z.string(),
  row: z.int(),
  title: z.string(),
  supplierName: z.string(),
  printedRef: z.string().nullable(),
  matchReason: z.string().nullable(),
});

/** What the page of a council's own register says. */
export const RegisterView = z.object({
  /** Newest first. */
  uploads: z.array(RegisterUploadView),
  /** Null where none is in force. */
  inForce: RegisterUploadView.nullable(),
  /** The one that is being matched, and will then be in force; null where none is. */
  waiting: RegisterUploadView.nullable(),
  /** The register that comes back when the one in force is undone. */
  former: RegisterUploadView.nullable(),
  /** Lines of the one in force that are tied to nobody yet. */
  unmatched: z.array(UnmatchedLine),
  /** How far Companies House has been asked about its suppliers; null where all were, or it is not read at all. */
  looks: z.string().nullable(),
  /** The file that waits to be checked; null where none does. */
  draft: z.string().nullable(),
});
export type RegisterView = z.infer<typeof RegisterView>;

/** What the page of one contract of a council's own register says. */
export const RegisterContractView = z.object({
  line: UnmatchedLine.omit({ printedRef: true }).extend({
    matchOutcome: z.enum(['waiting', 'matched', 'ambiguous', 'none', 'not-a-company']),
    fileName: z.string(),
    uploadedAt: z.string(),
    undoneAt: z.string().nullable(),
  }),
  /** Null while the line is tied to nobody. */
  supplier: NamedSupplier.nullable(),
  contract: StatedContract,
});
export type RegisterContractView = z.infer<typeof RegisterContractView>;

/** The registers that a council has handed in: the one in force is not undone, and undoing it brings back the one it replaced. */
export function viewOfRegister(found: {
  readonly uploads: readonly RegisterUpload[];
  readonly unmatched: RegisterView['unmatched'];
  readonly draft: { readonly fileName: string } | undefined;
  readonly looks: string | null;
}): RegisterView {
  const inForce = found.uploads.find(isInForce);
  const waiting = found.uploads.find(({ waits }) => waits);
  const former = found.uploads.find(({ id }) => id === inForce?.replaces);
  return {
    uploads: found.uploads.map(uploadOf),
    inForce: inForce ? uploadOf(inForce) : null,
    waiting: waiting ? uploadOf(waiting) : null,
    former: former ? uploadOf(former) : null,
    unmatched: found.unmatched,
    looks: found.looks,
    draft: found.draft?.fileName ?? null,
  };
}

/** Whether an upload is what the council's register says now. */
export function isInForce({ undoneAt }: Pick<RegisterUpload, 'undoneAt'>): boolean {
  return undoneAt === null;
}

function uploadOf(row: RegisterUpload): RegisterUploadView {
  const { replaces: _, ...upload } = row;
  return upload;
}
