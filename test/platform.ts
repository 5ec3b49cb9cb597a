/** What Windows does otherwise. */

export const isWindows = process.platform === 'win32';

/** `stat`: nobody but the owner may read or write the file. Windows keeps that elsewhere. */
export const OWNER_ONLY = isWindows ? 0o666 : 0o600;

/** Exit code of a service that was asked to stop by a signal. On Windows a signal leaves it no time for last words. */
export const STOPPED = isWindows ? null : 0;
