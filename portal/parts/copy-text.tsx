/** Text to enter elsewhere, and the button that copies it: long names wrap beside it. */

import { CopyButton } from './controls.tsx';

export const CopyText = ({ text, what }: { text: string; what: string }) => (
  <span class="copy-text">
    <code>
      {text.split(/(?<=:)/).map((part) => (
        <>
          {part}
          <wbr />
        </>
      ))}
    </code>
    <CopyButton text={text} what={what} />
  </span>
);
