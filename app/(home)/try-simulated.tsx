"use client";

import Link from "next/link";
import { buttonClass } from "../components/button";
import { createDraftStore } from "../new/draft";
import { SIMULATED_JOB, SIMULATED_LIST } from "../new/simulated-list";

/** Opens the form with a job and eight simulated businesses, unless something was typed there before. */
export function TrySimulated() {
  const fillForm = () => {
    const drafts = createDraftStore(() => sessionStorage);
    const { list, title } = drafts.read().fields;
    if (list === "" && title === "") drafts.change({ ...SIMULATED_JOB, list: SIMULATED_LIST });
  };
  return (
    <Link href="/new" onClick={fillForm} className={buttonClass()}>
      Try a simulated batch
    </Link>
  );
}
