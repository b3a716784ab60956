/**
 * A union of texts of the vendor's SDK as a list that exists at run time. It does not compile when one is missing or
 * one too many: a new version of the SDK says so here. (Importing the SDK itself takes longer than the whole start.)
 */
export function completeList<T extends string>() {
  return <const List extends readonly T[]>(
    list: List & ([T] extends [List[number]] ? unknown : Exclude<T, List[number]>),
  ): readonly string[] => list;
}
