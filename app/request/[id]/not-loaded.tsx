import { NOT_LOADED } from "./use-late";

/** Beside a button that could not load what it opens; pressing it again is another try. */
export function NotLoaded() {
  return (
    <p role="alert" className="mt-1 max-w-60 text-bad text-sm">
      {NOT_LOADED}
    </p>
  );
}
