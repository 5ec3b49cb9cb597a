/** @returns what work in pieces comes to, without a pause between them */
export function atOnce<Result>(pieces: Iterator<unknown, Result>): Result {
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}
