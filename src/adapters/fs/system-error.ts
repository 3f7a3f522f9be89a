/** The value, or the system's error code: callers know the path. */
export async function orCode<Value>(work: Promise<Value>): Promise<Value | string> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}

/** Whether an error code says that there is nothing at the path. */
export function isGone(code: string | undefined): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Whether an error code says that this user may not read the path. */
export function isRefused(code: string | undefined): boolean {
  return code === 'EACCES';
}
