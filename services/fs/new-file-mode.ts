import { looksSecret } from '@nimbus/kernel/define'

/** The permissions of a new file: for its owner alone when it looks like a secret, else what the umask leaves. */
export const newFileMode = (shown: string): number => (looksSecret(shown) ? 0o600 : 0o666 & ~process.umask())
