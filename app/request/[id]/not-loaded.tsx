/** Stands for what is loaded when it is used and could not be. */
export function NotLoaded() {
  return (
    <p role="alert" className="text-bad text-sm">
      This could not be loaded. Reload the page and try again.
    </p>
  );
}
