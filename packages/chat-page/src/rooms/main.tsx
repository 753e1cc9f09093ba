import { render } from 'preact'
import { Page } from './page.tsx'

const root = document.getElementById('rooms')
if (root) render(<Page />, root)
