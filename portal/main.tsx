/** The portal: a page for administrators on the manage API, of which it knows nothing but its OpenAPI document. */

import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('portal');
if (root) render(<App />, root);
