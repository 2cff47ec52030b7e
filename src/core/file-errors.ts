/** What the error codes of file systems mean, and what to do. POSIX: "Error Numbers". */
const FILE_ERRORS: Readonly<Record<string, readonly [meaning: string, remedy?: string]>> = {
  EACCES: ['permission denied', 'Check its permissions, or choose another path.'],
  EDQUOT: ['the disk quota is exceeded', 'Free disk space, then run the command again.'],
  EEXIST: ['a file with that name exists', 'Move the file in its place, or choose another path.'],
  EISDIR: ['it is a directory', 'Move the directory in its place, or choose another path.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter path.'],
  ENOENT: ['no such file or directory', 'Check the path.'],
  ENOSPC: ['no space left on the disk', 'Free disk space, then run the command again.'],
  ENOTDIR: ['a part of the path is not a directory', 'Move the file in its place, or choose another path.'],
  EPERM: ['operation not permitted', 'Check its permissions, or choose another path.'],
  EROFS: ['the file system is read-only', 'Choose another path.'],
};

/** Meaning of an error code, e.g. of `ENOENT`; the code itself where it has no words. */
export const fileErrorMeaning = (code: string): string => FILE_ERRORS[code]?.[0] ?? code;

/** What to do about an error code, as a sentence. */
export const fileErrorRemedy = (code: string): string | undefined => FILE_ERRORS[code]?.[1];
