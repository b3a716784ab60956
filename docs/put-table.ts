/**
 * Puts a table between the marks of a page, which name the command that makes it.
 * @throws when the page has lost the marks
 */
export function putTable(page: string, table: string, topic: string, command: string): string {
  const opening = `<!-- ${topic}: written by npm run ${command} -->`;
  const closing = `<!-- end of ${topic} -->`;
  const begin = page.indexOf(opening);
  const end = page.indexOf(closing);
  if (begin < 0 || end < begin)
    throw new Error(`The page needs the lines ${opening} and ${closing}.`);
  return `${page.slice(0, begin + opening.length)}\n${table}\n${page.slice(end)}`;
}
