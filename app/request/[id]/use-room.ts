import { useState } from "react";

/** Whether what may still come has its place kept: not on a page that is opened after the end. */
export function useRoom(isFinal: boolean): boolean {
  const [isRoomy, setIsRoomy] = useState(!isFinal);
  if (!isFinal && !isRoomy) setIsRoomy(true);
  return isRoomy || !isFinal;
}
