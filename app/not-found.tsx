import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "./components/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFoundPage() {
  return (
    <div className="mx-auto grid max-w-lg justify-items-start gap-4 pt-20">
      <h1 className="font-semibold text-2xl tracking-tight">There is nothing here</h1>
      <p className="text-muted">
        The address is wrong, or the request belongs to another account. If somebody sent you this
        link, ask them which account it is for.
      </p>
      <Link href="/" className={buttonClass({ kind: "primary" })}>
        Go to your requests
      </Link>
    </div>
  );
}
