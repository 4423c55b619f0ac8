/** Thrown by `parse` when the whole document cannot be read: the reason is shown to people. */
export class UnreadableDocument extends Error {}
