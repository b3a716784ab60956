/** "+1 864 555 0100": a North American number in its usual groups; others as they are dialled. */
export function formatPhone(e164: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164) ?? [];
  return area ? `+1 ${area} ${exchange} ${line}` : e164;
}
