/**
 * Whether a name is a time zone of the IANA database that this runtime knows. Bare offsets such as "+05:00" are none:
 * they do not say when summer time begins. Pure.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
