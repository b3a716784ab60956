/** Command lines; a narrow screen scrolls them, also by keyboard. */
export function Commands({ children }: { children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse (WCAG 2.1.1).
    <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-sunken p-4 font-mono text-sm">
      <code>{children}</code>
    </pre>
  );
}
