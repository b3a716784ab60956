/**
 * What the work resolves to, if it does so in time; late work goes on, and what comes of it is dropped.
 * @throws Error that says `lateMessage`; what the work throws.
 */
export function withDeadline<T>(work: Promise<T>, ms: number, lateMessage: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(lateMessage)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
