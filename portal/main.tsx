/** The portal: a page for administrators on the manage API, of which it knows nothing but its OpenAPI document. */

import { render } from 'preact';
import { App } from './app.tsx';

// A page that comes back from the browser's memory, with what it showed before a sign-out, is loaded anew.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
const root = document.getElementById('portal');
if (root) render(<App />, root);
