import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "./components/button";
import { StatePage } from "./components/state-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFoundPage() {
  return (
    <StatePage picture="lost" title="There is nothing here">
      <p className="text-muted">
        The address is wrong, or the request belongs to another account. If somebody sent you this
        link, ask them which account it is for.
      </p>
      <Link href="/" className={buttonClass({ kind: "primary" })}>
        Go to your requests
      </Link>
    </StatePage>
  );
}
