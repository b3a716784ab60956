import Link from "next/link";
import { buttonClass } from "../components/button";

/** Opens the form with a job and eight simulated businesses; the form asks before it replaces what was typed there. */
export function TrySimulated() {
  return (
    <Link href="/new?simulated" prefetch={false} className={buttonClass()}>
      Try a simulated batch
    </Link>
  );
}
