/** Hands the browser a file to download. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Not at once: the browser may read it only after this click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
