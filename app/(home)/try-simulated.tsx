"use client";

import Link from "next/link";
import { buttonClass } from "../components/button";
import { createDraftStore } from "../new/draft";
import { simulate } from "../new/simulated-list";

/** Opens the form with a job and eight simulated businesses, unless something was typed there before. */
export function TrySimulated() {
  const fillForm = () => {
    const drafts = createDraftStore(() => sessionStorage);
    const { fields } = drafts.read();
    if (fields.list === "" && fields.title === "") drafts.change(simulate(fields));
  };
  return (
    <Link href="/new" onClick={fillForm} className={buttonClass()}>
      Try a simulated batch
    </Link>
  );
}
