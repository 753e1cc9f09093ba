import { render } from 'preact'
import { Try } from './view/try.tsx'

const root = document.getElementById('try')
if (root) render(<Try />, root)
